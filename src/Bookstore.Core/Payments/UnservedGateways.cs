using System.Collections.Concurrent;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Watches for payment actions that no host completes, because none has their gateway, and logs each such gateway once. Changes nothing.</summary>
/// <param name="served">The gateways of this host.</param>
/// <param name="store">The store.</param>
/// <param name="patience">For how long a payment action may be due before it is noticed.</param>
/// <param name="shop">The shop's name in metrics.</param>
/// <param name="clock">The store's time.</param>
/// <param name="logger">The log.</param>
internal sealed class UnservedGateways(IReadOnlyList<string?> served, IBookstoreStore store, TimeSpan patience, string? shop, StoreClock clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);
    private long? _lookedAt;

    /// <summary>The payment actions that are due at gateways that this host does not have.</summary>
    public async Task<IReadOnlyList<GatewayBacklog>> CountAsync(DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var backlogs = await store.CountDueOrdersAsync(dueAt, cancellationToken).ConfigureAwait(false);
        return [.. backlogs.Where(backlog => !served.Contains(backlog.Gateway))];
    }

    /// <summary>Looks once a minute.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_lookedAt is { } lookedAt && clock.Time.GetElapsedTime(lookedAt) < Interval)
        {
            return;
        }

        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);
        _lookedAt = clock.Time.GetTimestamp();
        var unserved = await CountAsync(now.Plus(-patience), cancellationToken).ConfigureAwait(false);
        foreach (var backlog in unserved)
        {
            if (_told.TryAdd(backlog.Gateway ?? string.Empty, true))
            {
                Log.GatewayNotServed(logger, backlog.Gateway, backlog.Orders, backlog.DueSince);
            }
        }

        foreach (var gateway in _told.Keys)
        {
            BookstoreMetrics.CountUnservedOrders(shop, gateway, unserved.FirstOrDefault(backlog => (backlog.Gateway ?? string.Empty) == gateway)?.Orders ?? 0);
        }
    }
}
