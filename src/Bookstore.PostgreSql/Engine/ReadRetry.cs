using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Decides whether a failed read is made again, and waits until it may be.</summary>
internal sealed class ReadRetry(ServerPool pool, TimeProvider time)
{
    private const int MostConflicts = 3;

    // While one read drops the dead connections of the pool, another that tries again may be given one of those that are left.
    private const int MostDeadConnections = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly long _started = time.GetTimestamp();
    private int _deadConnections;
    private int _conflicts;

    /// <summary>Waits for the next try.</summary>
    /// <returns><see langword="false"/> when the fault is to be reported.</returns>
    public async ValueTask<bool> WaitAsync(Exception fault, CancellationToken cancellationToken)
    {
        if (IsConflict(fault))
        {
            return ++_conflicts < MostConflicts;
        }

        // A pooled connection turned out as dead. The others are dropped, so the next try is made over a new one. A server that cannot be reached at all is tried once more.
        if (LostConnections.Includes(fault) && ++_deadConnections <= (LostConnections.IsEnded(fault) ? MostDeadConnections : 1))
        {
            return true;
        }

        // Another read's dead connection may have marked the host as offline, which passes when it is looked at again.
        if (pool.Recheck > TimeSpan.Zero && LostConnections.IsWithoutHost(fault) && time.GetElapsedTime(_started) < pool.Recheck + (5 * Pause))
        {
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            return true;
        }

        return false;
    }

    private static bool IsConflict(Exception fault) =>
        fault is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}
