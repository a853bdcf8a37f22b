using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The settlement of one gateway: what was just handed over, and the rounds for what is due. A gateway that is slow delays its own payments alone.</summary>
/// <remarks>All captures, voids and refunds of the gateway, on whichever way they come, share one limit: <see cref="GuardedGateway.SlotsOf"/>.</remarks>
internal sealed class SettlementQueue : IDurableWork<OrderRecord, OrderRecord>
{
    private readonly WorkContext _context;
    private readonly OrderLeases _leases;
    private readonly PaymentActionCall _payment;
    private readonly HandedOffActions _handedOff;
    private readonly WorkDriver<OrderRecord, OrderRecord> _driver;

    /// <summary>Makes the queue of a gateway.</summary>
    /// <param name="gateway">The gateway's name.</param>
    /// <param name="context">The store, the options and the time.</param>
    /// <param name="commit">The write path.</param>
    /// <param name="payment">Makes the calls.</param>
    /// <param name="slots">The limit of the gateway's calls in progress.</param>
    /// <param name="logger">The log.</param>
    public SettlementQueue(string gateway, WorkContext context, GroupCommit commit, PaymentActionCall payment, CallSlots slots, ILogger logger)
    {
        (_context, _payment) = (context, payment);
        _leases = new OrderLeases(context, commit);
        Kind = new WorkKind(nameof(PaymentSettlement), gateway, context.Options.GatewayTimeout) { PageSize = 500, Concurrency = context.Options.SettlementConcurrency };
        _driver = new WorkDriver<OrderRecord, OrderRecord>(this, context, logger, slots);
        _handedOff = new HandedOffActions(payment, _driver, context.Options, logger);
    }

    /// <inheritdoc/>
    public WorkKind Kind { get; }

    /// <summary>The rounds for what is due.</summary>
    public WorkRound Round => _driver.Round;

    /// <summary>Whether a payment action is pending at the gateway, due or not.</summary>
    public async Task<bool> HasPendingAsync(CancellationToken cancellationToken)
    {
        var page = new KeysetPage<OrderRecord, DuePosition>([], null);
        do
        {
            page = await ListDueAsync(DateTimeOffset.MaxValue, page.Next, 1, cancellationToken).ConfigureAwait(false);
        }
        while (!page.Items.Any(static order => order.Order.PaymentStatus != PaymentStatus.ActionRequired) && page.Next is not null);

        // What waits for a customer waits for no call of ours.
        return page.Items.Any(static order => order.Order.PaymentStatus != PaymentStatus.ActionRequired);
    }

    /// <summary>When a payment action that is recorded now is due, in the store's time: at once, or, when this host is about to call the gateway, later for other hosts.</summary>
    public DateTimeOffset DueAt(DateTimeOffset now) => _handedOff.HasRoom ? now.Plus(_payment.Lease) : now;

    /// <inheritdoc cref="HandedOffActions.Add"/>
    public void HandOff(OrderRecord order) => _handedOff.Add(order);

    /// <inheritdoc cref="HandedOffActions.RunAsync"/>
    public Task RunHandedOffAsync(CancellationToken stop) => _handedOff.RunAsync(stop);

    /// <inheritdoc/>
    public RoundItem ItemOf(OrderRecord due) => new(due.Order.Id, due.Fence);

    /// <inheritdoc/>
    public ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueAsync(DateTimeOffset now, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        _context.Store.ListDueOrdersAsync(OrderWork.Settlement, Kind.Part, now, after, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Leased<OrderRecord>?> AcquireAsync(OrderRecord due, DateTimeOffset now, TimeSpan lease, Leased<OrderRecord>? held = null) =>
        _leases.AcquireAsync(due, OrderWork.Settlement, now, lease, heldFence: held?.Fence);

    /// <inheritdoc/>
    public async ValueTask<ItemOutcome> PerformAsync(OrderRecord record, DateTimeOffset now) =>
        await _payment.SettleAsync(record).ConfigureAwait(false) ? ItemOutcome.Done : ItemOutcome.Postponed;
}
