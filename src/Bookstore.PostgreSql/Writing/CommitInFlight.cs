using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The second round trip of a unit, which nobody cancels before its outcome is known.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Disposed when the run has ended, which may be long after whoever began it has gone on.")]
internal sealed class CommitInFlight(NpgsqlConnection connection, long unitLock)
{
    private readonly CancellationTokenSource _abandoned = new();
    private Task _run = Task.CompletedTask;

    /// <summary>The advisory lock that the transaction has had since it began, and has until it ends.</summary>
    public long UnitLock { get; } = unitLock;

    /// <summary>Sends the statements and waits for the answer.</summary>
    /// <exception cref="TimeoutException">There was no answer in time. The database goes on.</exception>
    public async Task RunAsync(Action<NpgsqlBatch> add, TimeSpan patience, TimeProvider time)
    {
        _run = ExecuteAsync(add);
        await _run.WaitAsync(patience, time).ConfigureAwait(false);
        _abandoned.Dispose();
    }

    /// <summary>Gives the connection up, now that the transaction is known to have ended: what is cancelled here is only the waiting for an answer.</summary>
    public void Abandon() => _ = AbandonAsync();

    /// <summary>Leaves the transaction to the server, whether it has ended or not: a commit that is cancelled while it waits for a standby takes effect without it.</summary>
    public void Leave() => _ = LeaveAsync();

    private async Task ExecuteAsync(Action<NpgsqlBatch> add)
    {
        // Npgsql's own time-out would ask the server to cancel.
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        await using (batch.ConfigureAwait(false))
        {
            add(batch);
            await batch.ExecuteNonQueryAsync(_abandoned.Token).ConfigureAwait(false);
        }
    }

    private async Task AbandonAsync()
    {
        await _abandoned.CancelAsync().ConfigureAwait(false);
        await LeaveAsync().ConfigureAwait(false);
    }

    private async Task LeaveAsync()
    {
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync().ConfigureAwait(false);
        _abandoned.Dispose();
    }
}
