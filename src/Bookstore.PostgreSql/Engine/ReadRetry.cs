using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Decides whether a failed read is made again, and waits until it may be.</summary>
/// <param name="pool">The pool that the read was made over.</param>
/// <param name="patience">How long a read waits for a server that takes writes, where the connection string names several.</param>
/// <param name="time">Measures how long the read has taken.</param>
internal sealed class ReadRetry(ServerPool pool, TimeSpan patience, TimeProvider time)
{
    private const int MostConflicts = 3;

    // While one read drops the dead connections of the pool, another that tries again may be given one of those that are left.
    private const int MostDeadConnections = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly long _started = time.GetTimestamp();
    private int _deadConnections;
    private int _conflicts;
    private bool _hasLookedAgain;

    /// <summary>Waits for the next try.</summary>
    /// <returns><see langword="false"/> when the fault is to be reported.</returns>
    public async ValueTask<bool> WaitAsync(Exception fault, CancellationToken cancellationToken)
    {
        if (IsConflict(fault))
        {
            return ++_conflicts < MostConflicts;
        }

        // A pooled connection turned out as dead. The others are dropped, so the next try is made over a new one. A server that cannot be reached at all is tried once more.
        var isLost = LostConnections.Includes(fault);
        if (isLost && ++_deadConnections <= (LostConnections.IsEnded(fault) ? MostDeadConnections : 1))
        {
            return true;
        }

        // Of several servers one takes writes again soon: the primary restarts, or a standby is promoted. Or another read's dead connection has marked the primary as offline: it is looked at again, and later each second.
        if (pool.HasSeveralHosts && (isLost || LostConnections.IsWithoutHost(fault)) && time.GetElapsedTime(_started) < patience)
        {
            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            if (!_hasLookedAgain)
            {
                _hasLookedAgain = true;
                pool.LookAgain();
            }

            return true;
        }

        return false;
    }

    /// <summary>Whether a read conflicted with other transactions, or with the log that a standby applies.</summary>
    public static bool IsConflict(Exception fault) =>
        fault is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
}
