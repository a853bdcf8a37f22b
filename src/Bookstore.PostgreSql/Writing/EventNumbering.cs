using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Gives positions to committed events: soon after this host has committed some, and when it is asked to, for those of a host that ended before it could.</summary>
/// <remarks>
/// One host at a time does it, in a transaction of its own that has the feed's lock, and one caller at a time on each host: callers of one host wait for each other here and not in the database.
/// It waits for no transaction that is open: what has not been committed has no position yet.
/// An outcome that is not known does no harm: what has no position then gets one the next time.
/// </remarks>
[SuppressMessage("Reliability", "CA2213:Disposable fields should be disposed", Justification = "The semaphore holds no handle, and a caller may still hold or await it.")]
internal sealed class EventNumbering(Database database, UnitStatements statements, StalledUnits stalled, TimeSpan lockTimeout, TimeSpan patience, TimeProvider time) : IAsyncDisposable
{
    // Each transaction costs a sync to the disk: what is committed meanwhile shares the next one.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(250);

    // Short, so that a caller looks for a frozen holder in between, and the loop continues with what was asked of it meanwhile.
    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly EventFloor _floor = new(database, statements);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private TaskCompletionSource? _numbered;
    private long _sinceFloor;

    /// <summary>Says that this host has committed events.</summary>
    /// <returns>A task that ends when they have positions. It is returned at once.</returns>
    public Task Nudge()
    {
        lock (_lock)
        {
            _numbered ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_isRunning && !_stop.IsCancellationRequested)
            {
                _isRunning = true;
                _running = Task.Run(RunAsync);
            }

            return _numbered.Task;
        }
    }

    /// <summary>Numbers all that is committed. Waits for another host's lock for up to <see cref="PostgreSqlStoreOptions.LockTimeout"/>, and ends the holder when it is frozen.</summary>
    public async Task NumberAsync(CancellationToken cancellationToken)
    {
        for (var left = lockTimeout; ; left -= LockWait)
        {
            try
            {
                await NumberAllAsync(left < LockWait ? left : LockWait, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                await stalled.EndAsync(cancellationToken).ConfigureAwait(false);
                if (left <= LockWait)
                {
                    throw;
                }
            }
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

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Numbering continues after any failure: events without a position are not read.")]
    private async Task RunAsync()
    {
        while (TakeNudge() is { } numbered)
        {
            var pause = Pause;
            try
            {
                await NumberAllAsync(LockWait, _stop.Token).ConfigureAwait(false);
                numbered.TrySetResult();
            }
            catch (Exception fault)
            {
                // Tried again, since there may be no commit for a while. A round of background work logs the cause.
                database.ForgetConnections(fault);
                pause = FaultPause;
                Repeat(numbered);
            }

            await Task.Delay(pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // With a newer nudge there is a task for the next success, and the older one ends now: who looks in vain looks again soon.
    private void Repeat(TaskCompletionSource numbered)
    {
        lock (_lock)
        {
            if (_numbered is not null)
            {
                numbered.TrySetResult();
            }

            _numbered ??= numbered;
        }
    }

    private TaskCompletionSource? TakeNudge()
    {
        lock (_lock)
        {
            var numbered = _stop.IsCancellationRequested ? null : _numbered;
            _isRunning = numbered is not null;
            _numbered = null;
            return numbered;
        }
    }

    private async Task NumberAllAsync(TimeSpan lockWait, CancellationToken cancellationToken)
    {
        long numbered;
        do
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                numbered = await NumberSomeAsync(lockWait, cancellationToken).ConfigureAwait(false);
                await RaiseFloorAsync(numbered, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        while (numbered == EventRows.MostNumbered);
    }

    private async Task RaiseFloorAsync(long numbered, CancellationToken cancellationToken)
    {
        _sinceFloor += numbered;
        if (_sinceFloor >= EventFloor.RowsBetween)
        {
            _sinceFloor = 0;
            await _floor.RaiseAsync(patience, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<long> NumberSomeAsync(TimeSpan lockWait, CancellationToken cancellationToken)
    {
        var unitLock = CommitOutcomes.NewUnitLock();
        var (connection, numbered) = await database.Calls.RunAsync(
            token => BeginAsync(unitLock, lockWait, token), patience, cancellationToken, static late => late.Connection.DisposeAsync()).ConfigureAwait(false);
        await CommitAsync(connection, unitLock, cancellationToken).ConfigureAwait(false);
        return numbered;
    }

    private async Task<(NpgsqlConnection Connection, long Numbered)> BeginAsync(long unitLock, TimeSpan lockWait, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return (connection, await GivePositionsAsync(connection, unitLock, lockWait, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await PostgreSqlUnit.RollBackAsync(connection, cancellationToken).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<long> GivePositionsAsync(NpgsqlConnection connection, long unitLock, TimeSpan lockWait, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        await using (batch.ConfigureAwait(false))
        {
            statements.AddBegin(batch, unitLock, lockWait);
            statements.Tables.Events.AddNumbering(batch);
            return await ReadCountAsync(batch, cancellationToken).ConfigureAwait(false);
        }
    }

    // A commit that is cancelled while it waits for a standby takes effect on this server alone, and after a failover its positions would be those of other events: it is left in progress.
    // It keeps the feed's lock, so that there is one such commit at a time.
    private async Task CommitAsync(NpgsqlConnection connection, long unitLock, CancellationToken cancellationToken)
    {
        var commit = new CommitInFlight(database.Calls, connection, unitLock);
        try
        {
            var batch = new NpgsqlBatch(connection) { Timeout = 0 };
            UnitStatements.AddCommit(batch);
            await commit.RunAsync(batch, patience).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            commit.Leave();
        }
    }

    // The settings and the lock come first.
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
