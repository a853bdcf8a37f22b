using Bookstore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Makes the pending captures, voids and refunds, and repeats each until its outcome is known.</summary>
/// <remarks>
/// A debt is a durable record first; the
/// queue in memory only saves the search for it. Each gateway has a queue, rounds and a limit of its own: one that is slow delays no other. Thread-safe.
/// </remarks>
internal sealed class PaymentSettlement : BackgroundService
{
    private readonly GuardedGateway _gateway;
    private readonly Dictionary<string, SettlementQueue> _queues = new(StringComparer.Ordinal);
    private readonly SettlementQueue? _ofNoName;
    private readonly SettlementQueue[] _all;
    private readonly SharedRounds _shared;
    private readonly UnservedGateways _unserved;
    private readonly StoreClock _clock;
    private readonly ILogger _logger;
    private readonly BookstoreOptions _options;
    private readonly TimeProvider _time;

    internal PaymentSettlement(
        IBookstoreStore store, GroupCommit commit, GuardedGateway gateway, HostIdentity host, IOptions<BookstoreOptions> options, StoreClock clock, ILogger<PaymentSettlement> logger)
    {
        _gateway = gateway;
        _options = options.Value;
        _time = clock.Time;
        _shared = new SharedRounds(store, host, clock.Time, logger);
        _clock = clock;
        _logger = logger;
        var payment = new PaymentActionCall(commit, gateway, options, clock, logger);
        foreach (var name in gateway.Names)
        {
            var queue = new SettlementQueue(name, store, commit, payment, host, _options, clock, logger);
            if (name is null)
            {
                _ofNoName = queue;
            }
            else
            {
                _queues.Add(name, queue);
            }
        }

        _unserved = new UnservedGateways(gateway.Names, store, payment.Lease, _options.ShopName, clock, logger);
        _all = _ofNoName is null ? [.. _queues.Values] : [.. _queues.Values, _ofNoName];
    }

    /// <summary>Tries every pending payment action that is due now, once. One that fails is logged and retried later; the others continue.</summary>
    /// <param name="cancellationToken">Stops between two payment actions.</param>
    /// <returns>The number of orders whose payment action was completed.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var settled = await Task.WhenAll(Array.ConvertAll(_all, queue => queue.RunOnceAsync(cancellationToken))).ConfigureAwait(false);
        return settled.Sum();
    }

    /// <summary>Counts the orders whose payment action is due now at a gateway that this host does not have. Another host may have it.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One entry for each such gateway.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<IReadOnlyList<GatewayBacklog>> CountUnservedAsync(CancellationToken cancellationToken = default) =>
        await _unserved.CountAsync(await _clock.NowAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Logs gateways that no host has, each once.</summary>
    internal Task LookForUnservedAsync(CancellationToken cancellationToken) => _unserved.LookAsync(cancellationToken);

    /// <summary>Settles until no payment action is pending at the gateways of this host, for a program that is about to end or to count its takings.</summary>
    /// <param name="cancellationToken">Gives up; pending payment actions stay on record.</param>
    /// <returns>A task that ends when the backlog is empty.</returns>
    /// <exception cref="OperationCanceledException">The backlog was not empty in time.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        while (await HasPendingAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await RunOnceAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>When a payment action that is recorded now is due, see <see cref="SettlementQueue.DueAt"/>. At once, where this host does not have its gateway.</summary>
    internal DateTimeOffset DueAt(OrderRecord order, DateTimeOffset now) => QueueOf(order)?.DueAt(now) ?? now;

    /// <summary>Hands over a committed payment action to be completed by this host, if its background work runs and has room. If not, a later round finds it.</summary>
    /// <remarks>
    /// Only by whoever recorded the action: the call is made without a lease, by the time at which the action is due. One that a person may decide about needs a lease, which that person sees.
    /// </remarks>
    internal void HandOff(OrderRecord order)
    {
        if (order is { PendingAction: not null, Order.Attention: null })
        {
            QueueOf(order)?.HandOff(order);
        }
    }

    /// <summary>Starts paying what <see cref="HandOff"/> gives.</summary>
    internal Task StartWorkers(CancellationToken stop) => Task.WhenAll(Array.ConvertAll(_all, queue => queue.RunHandedOffAsync(stop)));

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !_options.BackgroundWork ? Task.CompletedTask : Task.WhenAll(
        StartWorkers(stoppingToken),
        PeriodicWork.RunAsync(nameof(PaymentSettlement), LookForUnservedAsync, _options.PollInterval, _time, _logger, stoppingToken),
        Task.WhenAll(Array.ConvertAll(_all, queue => _shared.RunAsync(nameof(PaymentSettlement), queue.Gateway, queue.RunOnceAsync, _options.PollInterval, stoppingToken))));

    private SettlementQueue? QueueOf(OrderRecord order)
    {
        if (!_gateway.Knows(order))
        {
            return null;
        }

        return order.Gateway is { } name ? _queues[name] : _ofNoName;
    }

    private async Task<bool> HasPendingAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in _all)
        {
            if (await queue.HasPendingAsync(cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }
}
