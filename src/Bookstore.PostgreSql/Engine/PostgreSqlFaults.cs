using System.Net.Sockets;
using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>What the database's errors mean for a unit or a read that has not been committed.</summary>
internal static class PostgreSqlFaults
{
    /// <summary>Says in the store's terms why nothing was written.</summary>
    /// <returns>The exception to throw; the same one where it is no error of the database.</returns>
    public static Exception Translate(Exception fault) => fault switch
    {
        PostgresException error => Translate(error),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => Transient("The database did not answer in time, or no connection was free. It may be overloaded or cut off; raise PostgreSqlStoreOptions.CommandTimeout if it is only slow.", fault),
        NpgsqlException or SocketException or IOException => Transient("The connection to the database failed. Check that it runs and that the network and PostgreSqlStoreOptions.ConnectionString lead to it.", fault),
        _ => fault,
    };

    /// <summary>Whether an answer to the statements that end with the commit proves that the transaction was rolled back.</summary>
    /// <remarks>
    /// An ERROR ends the statements before the commit, or the commit before its record is written. A FATAL one may follow a commit that
    /// waits for a standby; one of a connection may come from a proxy, and one of the machine from anywhere.
    /// </remarks>
    public static bool ProvesRollback(PostgresException error) =>
        error.InvariantSeverity == "ERROR" && Class(error) is not ("08" or "57" or "58" or "XX");

    /// <summary>Says in the store's terms what went wrong with a commit that proved to have had no effect.</summary>
    /// <returns>A conflict after an error of the database, which may pass; else a refusal for good: this program could not send what it was to write.</returns>
    public static Exception NotCommitted(Exception fault) => fault switch
    {
        BookstoreException => fault,
        NpgsqlException => Conflict("The database reported an error while it was writing.", fault),
        _ => Permanent("A record cannot be sent to the database; nothing was written. The inner exception says why.", fault),
    };

    /// <summary>Says in the store's terms why a read failed. A read never conflicts: its fault is transient.</summary>
    /// <returns>The exception to throw; the same one where it is no error of the database.</returns>
    public static Exception TranslateRead(Exception fault)
    {
        if (fault is PostgresException { SqlState: PostgresErrorCodes.QueryCanceled })
        {
            return Transient("The database cancelled the read, which took longer than PostgreSqlStoreOptions.ReadTimeout or the server's own limit.", fault);
        }

        var translated = Translate(fault);
        return translated is StoreConflictException ? Transient("Other transactions conflicted with the read. Retry it.", fault) : translated;
    }

    private static Exception Translate(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => Conflict("Another batch had the same rows locked.", error),
        PostgresErrorCodes.LockNotAvailable => Conflict("Another transaction has rows or a table locked.", error, StoreConflictReason.Locked),
        PostgresErrorCodes.UniqueViolation => Conflict("A row to insert exists.", error, StoreConflictReason.Duplicate),
        PostgresErrorCodes.DivisionByZero => Conflict("Another batch changed or removed a row that was to be written.", error),
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.DatabaseDropped => Transient("The database server is shutting down or starting up.", error),
        IdleInTransactionTimeout => Transient("The database ended the transaction because this host did nothing for longer than PostgreSqlStoreOptions.IdleTransactionTimeout.", error),
        PostgresErrorCodes.QueryCanceled => Transient("The database cancelled the statement; its statement_timeout may be too short.", error),
        PostgresErrorCodes.ReadOnlySqlTransaction => Transient("The database takes no writes: it is a standby or was demoted. Name all servers in the connection string's Host, so that the primary is found.", error),
        PostgresErrorCodes.TooManyConnections => Transient("The database takes no more connections. Raise its max_connections or lower the connection string's Maximum Pool Size.", error),
        PostgresErrorCodes.DiskFull => Transient("The database's disk is full. Make room.", error),
        PostgresErrorCodes.CheckViolation => Permanent("The database refused a value that is out of bounds, such as stock below zero. This is a bug in Bookstore; nothing was written.", error),
        PostgresErrorCodes.InsufficientPrivilege => Permanent("The database role may not do this. Grant it the schema and its tables, or let a role that owns them make them.", error),
        PostgresErrorCodes.DuplicatePreparedStatement or PostgresErrorCodes.InvalidSqlStatementName => Permanent(PreparedByAnother, error),
        PostgresErrorCodes.ProtocolViolation when error.MessageText.Contains("prepared statement", StringComparison.OrdinalIgnoreCase) => Transient(PreparedByAnother, error),
        PostgresErrorCodes.ProtocolViolation when error.MessageText.Contains("statement pooling", StringComparison.OrdinalIgnoreCase) => Permanent(
            "The connection string leads to a pooler in statement mode, which allows no transactions. Set its pool_mode to transaction and put Max Auto Prepare=0 into the connection string, or set it to session.", error),
        PostgresErrorCodes.InvalidTextRepresentation when SchemaFence.Raised(error) => Permanent("A newer Bookstore.PostgreSql has migrated the database since this application started, so it writes to it no more; nothing was written. Update this application.", error),
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Permanent("The database refused the user name or the password of the connection string.", error),
        PostgresErrorCodes.InvalidCatalogName => Permanent("The database that the connection string names does not exist. Create it, with the encoding UTF8.", error),
        _ => Class(error) switch
        {
            "08" => Transient("The connection to the database failed. Check that it runs and that the network and PostgreSqlStoreOptions.ConnectionString lead to it.", error),
            "53" => Transient("The database is short of memory, disk or connections.", error),
            "58" => Transient("The database's machine reported an error.", error),
            _ => Permanent($"The database refused a statement (SQLSTATE {error.SqlState}). The inner exception says why.", error),
        },
    };

    private const string PreparedByAnother =
        "A prepared statement belongs to another client: a pooler such as PgBouncer shares the connections. Put Max Auto Prepare=0 into the connection string.";

    // Npgsql has no name for it.
    private const string IdleInTransactionTimeout = "25P03";

    private static string Class(PostgresException error) => error.SqlState.Length < 2 ? string.Empty : error.SqlState[..2];

    private static StoreConflictException Conflict(string message, Exception cause, StoreConflictReason reason = StoreConflictReason.Changed) =>
        new(message + " Nothing was written.", cause) { Reason = reason };

    private static BookstoreStoreException Transient(string message, Exception cause) => new(message, cause) { IsTransient = true };

    private static BookstoreStoreException Permanent(string message, Exception cause) => new(message, cause);
}
