using System.Globalization;
using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The statements around a unit's own: its beginning, its writes in their order, and its end.</summary>
internal sealed class UnitStatements(Tables tables, PostgreSqlStoreOptions options)
{
    private const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

    // The one advisory lock is the unit's own, see CommitOutcomes; the other is the schema's, see SchemaFence.
    // A role or database that asks for errors alone would hide the warning of a commit that was not replicated, see CommitWarnings.
    private const string SettingsAndLocks =
        """
        SELECT set_config('idle_in_transaction_session_timeout', $1, true), set_config('client_min_messages', 'warning', true), pg_advisory_xact_lock($2), pg_advisory_xact_lock_shared($3)
        """;

    private readonly string _idleTimeout = Milliseconds(options.IdleTransactionTimeout);
    private readonly long _schemaLock = SchemaFence.LockOf(options.Schema);
    private volatile string[] _planner = SettingsOf(PlannerSettings.All);

    public Tables Tables => tables;

    /// <summary>Says which settings the server knows. Units that have begun keep theirs.</summary>
    public void Use(IReadOnlyList<string> plannerSettings) => _planner = SettingsOf(plannerSettings);

    /// <summary>Begins a transaction and takes its own lock. One result is to be skipped.</summary>
    /// <param name="batch">The statements.</param>
    /// <param name="unitLock">The transaction's own lock.</param>
    /// <param name="lockWait">How long to wait for rows that are locked, if shorter than <see cref="PostgreSqlStoreOptions.LockTimeout"/>.</param>
    public void AddBegin(NpgsqlBatch batch, long unitLock, TimeSpan? lockWait)
    {
        // Zero would mean to wait without end.
        var wait = lockWait < options.LockTimeout ? lockWait.Value : options.LockTimeout;
        batch.Add(Begin);
        AddLimits(batch, wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1));
        batch.Add(SettingsAndLocks).Bind(_idleTimeout).Bind(unitLock).Bind(_schemaLock);
    }

    /// <summary>Says, within a transaction, how long to wait for locks and how to look for rows.</summary>
    /// <remarks>By <c>SET LOCAL</c>, which a server that keeps the tables on other nodes (Citus) sends to them; <c>set_config</c> stays on the server that is connected to, and a lock would be waited for without end.</remarks>
    public void AddLimits(NpgsqlBatch batch, TimeSpan lockWait)
    {
        batch.Add($"SET LOCAL lock_timeout = {Milliseconds(lockWait)}");
        foreach (var setting in _planner)
        {
            batch.Add(setting);
        }
    }

    /// <summary>Writes what was staged and commits. What is inserted is inserted in the order of the locks, so that no two units wait for each other.</summary>
    public void AddWritesAndCommit(NpgsqlBatch batch, WorkingSet records, CommitToken mark)
    {
        tables.Writers.AddWrite(batch, mark);
        foreach (var table in tables.All)
        {
            table.AddWrites(batch, records);
        }

        tables.Events.AddWrites(batch, records.Events, mark);

        // Last, so that little time passes between the look at the database's clock and the commit.
        tables.Due.AddWrites(batch, records.Orders);
        AddCommit(batch);
    }

    public static void AddCommit(NpgsqlBatch batch) => batch.Add("COMMIT");

    private static string[] SettingsOf(IReadOnlyList<string> planner) => [.. planner.Select(static setting => $"SET LOCAL {setting} = off")];

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
