using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>An open connection and its prepared statements.</summary>
/// <remarks>Used by one thread at a time: the connection is opened without SQLite's own lock.</remarks>
internal sealed class SqliteDatabase : IDisposable
{
    private const uint PreparePersistent = 1;
    private const int StepsBetweenLooks = 500;

    private readonly Dictionary<object, SqliteStatement> _statements = new(ReferenceEqualityComparer.Instance);
    private readonly sqlite3 _connection;
    private ReadWatch? _watch;

    private SqliteDatabase(sqlite3 connection) => _connection = connection;

    public bool InTransaction => raw.sqlite3_get_autocommit(_connection) == 0;

    public bool IsReadOnly => raw.sqlite3_db_readonly(_connection, "main") == 1;

    /// <summary>The file's path without symbolic links: its log lies beside it.</summary>
    public string ResolvedPath => raw.sqlite3_db_filename(_connection, "main").utf8_to_string();

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(_connection);

    public static SqliteDatabase Open(string path, int flags, TimeSpan busyTimeout)
    {
        Batteries_V2.Init();
        var result = raw.sqlite3_open_v2(path, out var connection, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (result != raw.SQLITE_OK)
        {
            var fault = SqliteFaults.Read(connection, result);
            connection?.Dispose();
            throw fault;
        }

        _ = raw.sqlite3_extended_result_codes(connection, 1);
        _ = raw.sqlite3_busy_timeout(connection, (int)busyTimeout.TotalMilliseconds);
        return new SqliteDatabase(connection);
    }

    /// <summary>Lets reads over this connection be ended before they are done. To be called before its first statement.</summary>
    public ReadWatch WatchReads()
    {
        _watch = new ReadWatch(this);
        raw.sqlite3_progress_handler(_connection, StepsBetweenLooks, static watch => ((ReadWatch)watch).MustEnd ? 1 : 0, _watch);
        return _watch;
    }

    /// <summary>Prepares a statement once and gives it out again.</summary>
    /// <param name="sql">The statement, a constant: it is found again by reference.</param>
    /// <returns>The statement, reset.</returns>
    public SqliteStatement Statement(string sql)
    {
        if (_statements.TryGetValue(sql, out var statement))
        {
            return statement;
        }

        Check(raw.sqlite3_prepare_v3(_connection, sql, PreparePersistent, out var prepared));
        statement = new SqliteStatement(_connection, prepared, _watch);
        _statements.Add(sql, statement);
        return statement;
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(_connection, sql));

    /// <summary>Runs a statement whose failure is looked at by the caller.</summary>
    /// <param name="sql">The statement.</param>
    /// <returns>SQLite's result code.</returns>
    public int TryExecute(string sql) => raw.sqlite3_exec(_connection, sql);

    public long Scalar(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_connection, sql, 0, out var prepared));
        using var statement = new SqliteStatement(_connection, prepared, _watch);
        return statement.Step() ? statement.Int64(0) : 0;
    }

    public string Text(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_connection, sql, 0, out var prepared));
        using var statement = new SqliteStatement(_connection, prepared, _watch);
        return statement.Step() ? statement.Text(0) : string.Empty;
    }

    /// <summary>A number that changes when another connection changed the file; read inside a transaction, it is up to date.</summary>
    public long DataVersion() => Statement("PRAGMA data_version").SingleInt64() ?? 0;

    public void SetBusyTimeout(TimeSpan busyTimeout) => _ = raw.sqlite3_busy_timeout(_connection, (int)busyTimeout.TotalMilliseconds);

    /// <summary>Copies the write-ahead log into the file.</summary>
    /// <param name="mode">One of SQLite's checkpoint modes.</param>
    /// <returns>SQLite's result code.</returns>
    public int Checkpoint(int mode) => Checkpoint(mode, out _, out _);

    /// <inheritdoc cref="Checkpoint(int)"/>
    /// <param name="mode">One of SQLite's checkpoint modes.</param>
    /// <param name="frames">How many pages the log holds.</param>
    /// <param name="copied">How many of them are in the file.</param>
    public int Checkpoint(int mode, out int frames, out int copied) => raw.sqlite3_wal_checkpoint_v2(_connection, "main", mode, out frames, out copied);

    /// <summary>Begins to copy this database over another one.</summary>
    /// <param name="target">The connection to the other one, which does nothing else until the copy has ended.</param>
    public sqlite3_backup StartCopy(SqliteDatabase target)
    {
        var copy = raw.sqlite3_backup_init(target._connection, "main", _connection, "main");
        return copy is { IsInvalid: false } ? copy : throw target.Fault(raw.sqlite3_errcode(target._connection));
    }

    /// <summary>How many pages this connection has written so far.</summary>
    public int PagesWritten()
    {
        const int CacheWrite = 9;
        _ = raw.sqlite3_db_status(_connection, CacheWrite, out var pages, out _, 0);
        return pages;
    }

    /// <summary>SQLite's own handle of the database file, valid while the connection is open; zero when there is none.</summary>
    public nint FilePointer() => NativeBinding.FilePointer(_connection.DangerousGetHandle());

    public SqliteException Fault(int result) => SqliteFaults.Read(_connection, result);

    /// <summary>Closes the connection without copying the log into the file, as closing the last one would: what is in the log is not trusted.</summary>
    public void DisposeInDoubt()
    {
        _ = raw.sqlite3_db_config(_connection, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
        Dispose();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
        _connection.Dispose();
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw SqliteFaults.Read(_connection, result);
        }
    }
}
