using System.Collections.Concurrent;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Asks whether this host does the next round of background work.</summary>
/// <remarks>
/// A row that is locked for a moment is that of a round which another host begins. One that stays locked is held by another program: then each host does its rounds without asking,
/// which costs work and nothing else, because leases keep two hosts from the same order or delivery.
/// </remarks>
internal sealed class RoundTurns(Database database, RoundRows rounds, TimeProvider time)
{
    /// <summary>After how many intervals a round whose row stays locked is done without asking.</summary>
    public const int MostLockedIntervals = 5;

    private static readonly TimeSpan LockWait = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<string, long> _lockedSince = new();

    public async ValueTask<bool> TryBeginAsync(string round, Guid host, TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            var begun = await database.ReadWorkAsync(rounds.TryBegin(round, host, interval), static row => row.GetBoolean(0), LockWait, cancellationToken).ConfigureAwait(false);
            _lockedSince.TryRemove(round, out _);
            return begun.Count > 0;
        }
        catch (BookstoreStoreException fault) when (fault.InnerException is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
        {
            return time.GetElapsedTime(_lockedSince.GetOrAdd(round, static (_, clock) => clock.GetTimestamp(), time)) >= MostLockedIntervals * interval;
        }
    }
}
