using System.Diagnostics.CodeAnalysis;
using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>One transaction: its rows are locked and loaded, and one more round trip writes and commits it.</summary>
internal sealed class PostgreSqlUnit(UnitStatements statements, CommitOutcomes outcomes, NpgsqlConnection connection, WorkingSet records, long unitLock, EventNumbering numbering) : IStoreTransaction
{
    [SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "DisposeAsync disposes it under another name, unless it was abandoned.")]
    private NpgsqlConnection? _connection = connection;
    private bool _isOpen = true;

    public WorkingSet Records { get; } = records;

    public Task EventsNumbered { get; private set; } = Task.CompletedTask;

    public async ValueTask CommitAsync(CommitToken mark)
    {
        ObjectDisposedException.ThrowIf(_connection is null || !_isOpen, this);
        var batch = NewBatch(_connection, mark);
        using var warnings = new CommitWarnings(_connection);
        var commit = new CommitInFlight(outcomes.Calls, _connection, unitLock);
        try
        {
            await commit.RunAsync(batch, outcomes.Patience).ConfigureAwait(false);
        }
        catch (PostgresException error) when (PostgreSqlFaults.ProvesRollback(error))
        {
            outcomes.NoteRefusal(error);
            throw ConflictingWrite.Name(PostgreSqlFaults.Translate(error), error, statements.Tables, Records);
        }
        catch (Exception fault)
        {
            if (await commit.IsTransactionOpenAsync(outcomes.Patience).ConfigureAwait(false))
            {
                throw PostgreSqlFaults.NotCommitted(fault);
            }

            _connection = null;
            outcomes.Remember(mark, commit, fault);
            throw new StoreOutcomeUnknownException("The connection was lost, or the time ran out, while the database was committing.", fault);
        }

        _isOpen = false;
        if (Records.Events.Count > 0)
        {
            EventsNumbered = numbering.Nudge();
        }

        if (warnings.First is { } warning)
        {
            throw new StoreOutcomeUnknownException($"The database committed with a warning, so that the commit may exist on one server only: {warning}");
        }
    }

    /// <summary>Rolls back unless it was committed, and gives the connection back. An abandoned connection is not this unit's any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_connection is not { } connection)
        {
            return;
        }

        _connection = null;
        if (!_isOpen)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            return;
        }

        try
        {
            await outcomes.Calls.RunAsync(token => RollBackAndCloseAsync(connection, token), outcomes.Patience, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The server ends it by itself, and the connection is closed when it answers or is cancelled.
            return;
        }
    }

    // What fails here was not sent, so nothing was written.
    private NpgsqlBatch NewBatch(NpgsqlConnection connection, CommitToken mark)
    {
        // A time-out of Npgsql's would ask the server to cancel.
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        try
        {
            statements.AddWritesAndCommit(batch, Records, mark);
            return batch;
        }
        catch (Exception fault)
        {
            batch.Dispose();
            throw PostgreSqlFaults.NotCommitted(fault);
        }
    }

    /// <summary>Ends a transaction. Where that fails, the connection is broken, and the server ends it by itself.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="cancelled">Given up by <see cref="ServerCalls"/>.</param>
    public static async Task RollBackAsync(NpgsqlConnection connection, CancellationToken cancelled)
    {
        try
        {
            var command = new NpgsqlCommand("ROLLBACK", connection) { CommandTimeout = 0 };
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteNonQueryAsync(cancelled).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or InvalidOperationException or OperationCanceledException)
        {
            return;
        }
    }

    private static async Task<bool> RollBackAndCloseAsync(NpgsqlConnection connection, CancellationToken cancelled)
    {
        await using (connection.ConfigureAwait(false))
        {
            await RollBackAsync(connection, cancelled).ConfigureAwait(false);
            return true;
        }
    }
}
