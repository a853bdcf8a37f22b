using System.Collections.Concurrent;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Watches for deliveries that no host calls the courier of, and logs each such courier once. Changes nothing.</summary>
/// <param name="isServed">Whether this host has a courier.</param>
/// <param name="store">The store.</param>
/// <param name="patience">For how long another host may leave a call undone before it is noticed.</param>
/// <param name="shop">The shop's name in metrics.</param>
/// <param name="clock">The store's time.</param>
/// <param name="logger">The log.</param>
internal sealed class UnservedCouriers(Func<string, bool> isServed, IBookstoreStore store, TimeSpan patience, string? shop, StoreClock clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private long? _lookedAt;

    /// <summary>The deliveries that are due at couriers that this host does not have.</summary>
    public async Task<IReadOnlyList<CourierBacklog>> CountAsync(DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var backlogs = await store.CountDueDeliveriesAsync(dueAt, cancellationToken).ConfigureAwait(false);
        return [.. backlogs.Where(backlog => !isServed(backlog.Courier))];
    }

    /// <summary>Looks once a minute.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_lookedAt is { } lookedAt && clock.Time.GetElapsedTime(lookedAt) < Interval)
        {
            return;
        }

        // The clock is first read by a round; a host that has just started has nothing to complain about yet.
        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);
        _lookedAt = clock.Time.GetTimestamp();
        var unserved = await CountAsync(now.Plus(-patience), cancellationToken).ConfigureAwait(false);
        foreach (var backlog in unserved)
        {
            if (_told.TryAdd(backlog.Courier, true))
            {
                Log.CourierNotServed(logger, backlog.Courier, backlog.Deliveries, backlog.DueSince);
            }
        }

        foreach (var courier in _told.Keys)
        {
            BookstoreMetrics.CountUnserved(shop, courier, unserved.FirstOrDefault(backlog => backlog.Courier == courier)?.Deliveries ?? 0);
        }
    }
}
