using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Makes the pending captures, voids and refunds, and repeats each until its outcome is known.</summary>
/// <remarks>
/// A payment action is a durable record first; the queue in memory only saves the search for it. Each gateway has a queue, rounds and a limit of its own: one that is
/// slow delays no other. Thread-safe.
/// </remarks>
internal sealed class PaymentSettlement
{
    private readonly WorkContext _context;
    private readonly GuardedGateway _gateway;
    private readonly Dictionary<string, SettlementQueue> _queues = new(StringComparer.Ordinal);
    private readonly PaymentActionCall _payment;
    private readonly UnnamedOrders _unnamed;
    private readonly SettlementQueue[] _all;
    private readonly UnservedWork<GatewayBacklog> _unserved;

    public PaymentSettlement(WorkContext context, GroupCommit commit, GuardedGateway gateway, UnnamedOrders unnamed, ILogger<PaymentSettlement> logger)
    {
        (_context, _gateway, _unnamed) = (context, gateway, unnamed);
        var payment = _payment = new PaymentActionCall(commit, gateway, context, logger);
        foreach (var name in gateway.Names)
        {
            _queues.Add(name, new SettlementQueue(name, context, commit, payment, gateway.SlotsOf(name), logger));
        }

        _all = [.. _queues.Values];
        _unserved = new UnservedWork<GatewayBacklog>(
            ListUnservedAsync,
            static backlog => backlog.Gateway ?? string.Empty,
            backlog => Log.GatewayNotServed(logger, backlog.Gateway, backlog.Orders, backlog.DueSince),
            (name, backlog) => context.Metrics.CountUnservedOrders(name, backlog?.Orders ?? 0),
            payment.Lease,
            context.Clock);
        Rounds =
        [
            unnamed.Round,
            .. _all.Select(static queue => queue.Round),
            new AuthorizationWatch(context, commit, logger).Round,
            new WorkRound(nameof(PaymentSettlement), null, context.Options.PollInterval, LookForUnservedAsync) { IsShared = false },
        ];
    }

    /// <summary>The rounds of all gateways, the watch for authorizations that end, and the one for gateways that no host has.</summary>
    public IReadOnlyList<WorkRound> Rounds { get; }

    /// <summary>Tries every pending payment action that is due now, once. One that fails is logged and retried later; the others continue.</summary>
    /// <param name="cancellationToken">Stops between two payment actions.</param>
    /// <returns>The number of orders whose payment action was completed.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var naming = _unnamed.RunOnceAsync(cancellationToken);
        await ((Task)naming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var settled = await WorkRound.RunAllOnceAsync(Rounds.Where(round => round != _unnamed.Round), cancellationToken).ConfigureAwait(false);
        await naming.ConfigureAwait(false);
        return settled;
    }

    /// <summary>Counts the orders that are due now, to be paid or to be asked about, at a gateway that this host does not have. Another host may have it.</summary>
    public Task<IReadOnlyList<GatewayBacklog>> CountUnservedAsync(CancellationToken cancellationToken = default) => _unserved.CountAsync(cancellationToken);

    /// <summary>Logs gateways that no host has, each once.</summary>
    public Task<int> LookForUnservedAsync(CancellationToken cancellationToken) => _unserved.LookAsync(cancellationToken);

    /// <summary>Settles until no payment action is pending at the gateways of this host, for a program that is about to end or to count its takings.</summary>
    /// <param name="cancellationToken">Gives up; pending payment actions stay on record.</param>
    /// <returns>A task that ends when the backlog is empty.</returns>
    /// <exception cref="OperationCanceledException">The backlog was not empty in time.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        await _unnamed.RunOnceAsync(cancellationToken).ConfigureAwait(false);
        while (await HasPendingAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await RunOnceAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), _context.Clock.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>When a payment action that is recorded now is due, see <see cref="SettlementQueue.DueAt"/>. At once, where this host does not have its gateway.</summary>
    public DateTimeOffset DueAt(OrderRecord order, DateTimeOffset now) => QueueOf(order)?.DueAt(now) ?? now;

    /// <summary>Makes the call of a payment action that this caller has just recorded, and waits for its result.</summary>
    /// <param name="order">The order, whose action is due no earlier than <see cref="Lease"/> after it was recorded.</param>
    /// <returns>A task that ends when the result is recorded, or when the action is postponed.</returns>
    public Task SettleAsync(OrderRecord order) => _payment.SettleAsync(order);

    /// <summary>Authorizes an order again whose intent this caller has just recorded, and records the result.</summary>
    /// <param name="order">The order, which is due no earlier than <see cref="Lease"/> after the intent was recorded.</param>
    /// <param name="token">What the customer pays with.</param>
    /// <returns>The step that the customer has to take; <see langword="null"/> when there is none.</returns>
    public async Task<CustomerAction?> AuthorizeAgainAsync(OrderRecord order, PaymentToken? token)
    {
        var (result, action) = await _payment.NewPayment.AuthorizeAsync(order, token).ConfigureAwait(false);
        if (result.Event is null)
        {
            await _payment.PostponeAsync(order).ConfigureAwait(false);
            return null;
        }

        // A capture or a void that follows is made by this host at once where it can, and else by whichever host finds it.
        var answered = await _payment.AnsweredAsync(order, result).ConfigureAwait(false);
        answered = result.DueAt is null ? answered with { DueAt = DueAt(order, answered.Now.Store) } : answered;
        var recorded = (await _payment.RecordAsync([answered]).ConfigureAwait(false))[0];
        if (recorded is { PendingAction: PaymentAction.Capture } && recorded.Fence == order.Fence)
        {
            HandOff(recorded);
        }

        return action;
    }

    /// <summary>How long a host has a payment action for itself, see <see cref="PaymentActionCall.Lease"/>.</summary>
    public TimeSpan Lease => _payment.Lease;

    /// <summary>Hands over a committed payment action to be completed by this host, if its background work runs and has room. If not, a later round finds it.</summary>
    /// <remarks>
    /// Call it only after your operation recorded the action. The call to the gateway has no lease; the due time of the action keeps other hosts away.
    /// An action that needs attention is left to a round, which acquires a lease, so that a person's decision can see the call.
    /// </remarks>
    public void HandOff(OrderRecord order)
    {
        if (order is { PendingAction: not null, Order.Attention: null })
        {
            QueueOf(order)?.HandOff(order);
        }
    }

    /// <summary>Starts the calls for what <see cref="HandOff"/> gives.</summary>
    public Task StartWorkers(CancellationToken stop) => Task.WhenAll(Array.ConvertAll(_all, queue => queue.RunHandedOffAsync(stop)));

    private SettlementQueue? QueueOf(OrderRecord order) => order.Gateway is { } name ? _queues.GetValueOrDefault(name) : null;

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

    private async Task<IReadOnlyList<GatewayBacklog>> ListUnservedAsync(DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var backlogs = await _context.Store.CountDueOrdersAsync(dueAt, cancellationToken).ConfigureAwait(false);
        return [.. backlogs.Where(backlog => backlog.Gateway is not { } name || !_gateway.Names.Contains(name))];
    }
}
