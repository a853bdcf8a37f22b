using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Gives positions to committed events: soon after this host has committed some, and when it is asked to, for those of a host that ended before it could.</summary>
/// <remarks>
/// One host at a time does it, in a transaction of its own that locks one row. It waits for no transaction that is open: what has not been committed has no position yet.
/// An outcome that is not known does no harm: what has no position then gets one the next time.
/// </remarks>
internal sealed class EventNumbering(Database database, UnitStatements statements, TimeProvider time) : IAsyncDisposable
{
    // Each transaction costs a sync to the disk: what is committed meanwhile shares the next one.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _isNudged;

    /// <summary>Says that this host has committed events. Returns at once.</summary>
    public void Nudge()
    {
        lock (_lock)
        {
            _isNudged = true;
            if (!_isRunning && !_stop.IsCancellationRequested)
            {
                _isRunning = true;
                _running = Task.Run(RunAsync);
            }
        }
    }

    /// <summary>Numbers all that is committed.</summary>
    public async Task NumberAsync(CancellationToken cancellationToken)
    {
        while (await NumberSomeAsync(cancellationToken).ConfigureAwait(false) == EventRows.MostNumbered)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        Task running;
        lock (_lock)
        {
            running = _running;
        }

        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Numbering goes on after any failure: events without a position are seen by nobody.")]
    private async Task RunAsync()
    {
        while (TakeNudge())
        {
            var pause = Pause;
            try
            {
                await NumberAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception fault)
            {
                // Tried again, since nobody may commit for a while. A round of background work logs what is in the way.
                database.ForgetConnections(fault);
                pause = FaultPause;
                Repeat();
            }

            await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Repeat()
    {
        lock (_lock)
        {
            _isNudged = true;
        }
    }

    private bool TakeNudge()
    {
        lock (_lock)
        {
            _isRunning = _isNudged && !_stop.IsCancellationRequested;
            _isNudged = false;
            return _isRunning;
        }
    }

    private async Task<long> NumberSomeAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                var batch = new NpgsqlBatch(connection);
                await using (batch.ConfigureAwait(false))
                {
                    statements.AddBegin(batch, CommitOutcomes.NewUnitLock(), LockWait);
                    statements.Tables.Events.AddNumbering(batch);
                    UnitStatements.AddCommit(batch);
                    return await ReadCountAsync(batch, cancellationToken).ConfigureAwait(false);
                }
            }
            catch
            {
                await PostgreSqlUnit.RollBackAsync(connection).ConfigureAwait(false);
                throw;
            }
        }
    }

    // The settings and the locked row come first. Reading on to the end waits for the commit.
    private static async Task<long> ReadCountAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var count = 0L;
            do
            {
                while (reader.FieldCount == 1 && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    count = reader.GetInt64(0);
                }
            }
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
            return count;
        }
    }
}
