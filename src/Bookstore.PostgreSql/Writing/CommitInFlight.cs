using System.Data;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The second round trip of a unit, which is not cancelled before its outcome is known.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The source has neither a timer nor a handle, and it may be cancelled after the caller has continued.")]
internal sealed class CommitInFlight(ServerCalls calls, NpgsqlConnection connection, long unitLock)
{
    private readonly CancellationTokenSource _abandoned = new();
    private Task _run = Task.CompletedTask;

    /// <summary>The advisory lock that the transaction has had since it began, and has until it ends.</summary>
    public long UnitLock { get; } = unitLock;

    /// <summary>Sends the statements and waits for the response.</summary>
    /// <exception cref="TimeoutException">There was no response in time. The database continues.</exception>
    public async Task RunAsync(NpgsqlBatch batch, TimeSpan patience)
    {
        _run = ExecuteAsync(batch);
        await _run.WaitAsync(patience, calls.Time).ConfigureAwait(false);
    }

    /// <summary>Asks the connection whether the transaction is still open after the statements failed.</summary>
    /// <returns>
    /// <see langword="true"/> proves that it was not committed: the connection answers in the order in which it was asked, so nothing that was sent before can commit any more.
    /// <see langword="false"/> proves nothing.
    /// </returns>
    public async Task<bool> IsTransactionOpenAsync(TimeSpan patience)
    {
        if (!_run.IsCompleted || connection.FullState != ConnectionState.Open)
        {
            return false;
        }

        try
        {
            _run = SetSavepointAsync();
            await _run.WaitAsync(patience, calls.Time).ConfigureAwait(false);
            return true;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            return true;
        }
        catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Gives the connection up. Where the transaction is known to have ended, what is cancelled is only the waiting for an answer; else its outcome has to be asked for under <see cref="UnitLock"/>.</summary>
    public void Abandon()
    {
        calls.Cancel(_abandoned);
        Leave();
    }

    /// <summary>Leaves the transaction to the server, whether it has ended or not: a commit that is cancelled while it waits for a standby takes effect without it.</summary>
    public void Leave() => _ = LeaveAsync();

    // Outside a transaction this is an error.
    private async Task SetSavepointAsync()
    {
        var command = new NpgsqlCommand("SAVEPOINT not_committed", connection) { CommandTimeout = 0 };
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(_abandoned.Token).ConfigureAwait(false);
        }
    }

    private async Task ExecuteAsync(NpgsqlBatch batch)
    {
        await using (batch.ConfigureAwait(false))
        {
            await batch.ExecuteNonQueryAsync(_abandoned.Token).ConfigureAwait(false);
        }
    }

    private async Task LeaveAsync()
    {
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync().ConfigureAwait(false);
    }
}
