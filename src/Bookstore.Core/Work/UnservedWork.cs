using System.Collections.Concurrent;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Watches for work that no host does, because none has its gateway or courier, and logs each of those once. Changes nothing.</summary>
/// <param name="list">Lists the backlogs that are due at a time and whose gateway or courier this host does not have.</param>
/// <param name="nameOf">The gateway or courier of a backlog.</param>
/// <param name="log">Logs a backlog.</param>
/// <param name="count">Sets the metric of a gateway or courier, of which there may be no backlog any more.</param>
/// <param name="patience">For how long another host may leave work undone before it is noticed.</param>
/// <param name="clock">The store's time.</param>
internal sealed class UnservedWork<TBacklog>(
    Func<DateTimeOffset, CancellationToken, Task<IReadOnlyList<TBacklog>>> list, Func<TBacklog, string> nameOf, Action<TBacklog> log, Action<string, TBacklog?> count, TimeSpan patience, StoreClock clock)
    where TBacklog : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private long? _lookedAt;

    /// <summary>Lists what is due now.</summary>
    public async Task<IReadOnlyList<TBacklog>> CountAsync(CancellationToken cancellationToken) =>
        await list(await clock.NowAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Looks once a minute.</summary>
    /// <returns>Zero: nothing is finished by it.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        if (_lookedAt is { } lookedAt && clock.Time.GetElapsedTime(lookedAt) < Interval)
        {
            return 0;
        }

        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);
        _lookedAt = clock.Time.GetTimestamp();
        var unserved = (await list(now.Plus(-patience), cancellationToken).ConfigureAwait(false)).ToDictionary(nameOf, StringComparer.Ordinal);
        foreach (var (name, backlog) in unserved)
        {
            if (_told.TryAdd(name, true))
            {
                log(backlog);
            }
        }

        foreach (var name in _told.Keys)
        {
            count(name, unserved.GetValueOrDefault(name));
        }

        return 0;
    }
}
