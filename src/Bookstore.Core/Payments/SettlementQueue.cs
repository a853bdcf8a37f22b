using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The settlement of one gateway: what was just handed over, and the rounds for what is due. A gateway that is slow delays its own payments alone.</summary>
/// <remarks>All calls to the gateway, on whichever way they come, share one limit: <see cref="BookstoreOptions.SettlementConcurrency"/>.</remarks>
internal sealed class SettlementQueue
{
    private const int PageSize = 500;

    private readonly string? _gateway;
    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly PaymentActionCall _payment;
    private readonly HandedOffActions _handedOff;
    private readonly HostIdentity _host;
    private readonly StoreClock _clock;
    private readonly CallSlots _slots;
    private readonly DueRound _round;

    /// <summary>The gateway's name; <see langword="null"/> for orders that name none.</summary>
    public string? Gateway => _gateway;

    /// <summary>Makes the queue of a gateway.</summary>
    /// <param name="gateway">The gateway's name; <see langword="null"/> for orders that name none.</param>
    /// <param name="store">The store.</param>
    /// <param name="commit">The write path.</param>
    /// <param name="payment">Makes the calls.</param>
    /// <param name="host">This host.</param>
    /// <param name="options">The options.</param>
    /// <param name="clock">The store's time.</param>
    /// <param name="logger">The log.</param>
    public SettlementQueue(
        string? gateway, IBookstoreStore store, GroupCommit commit, PaymentActionCall payment, HostIdentity host, BookstoreOptions options, StoreClock clock, ILogger logger)
    {
        _gateway = gateway;
        _store = store;
        _commit = commit;
        _payment = payment;
        _host = host;
        _clock = clock;
        _slots = new CallSlots(options.SettlementConcurrency, options.WritePath.ContinuesInline);
        _handedOff = new HandedOffActions(payment, _slots, options, logger);
        var items = new RoundItems(nameof(PaymentSettlement), options.SettlementConcurrency, options.PollInterval, clock.Time, logger);
        _round = new DueRound(clock, payment.Lease, PageSize, items);
    }

    /// <summary>Tries every pending payment action that is due now, once.</summary>
    /// <returns>The number of orders whose payment action was completed.</returns>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken) => _round.RunAsync(
        (now, limit) => _store.ListDueOrdersAsync(OrderWork.Settlement, _gateway, now, limit, cancellationToken),
        static order => order.Order.Id,
        (order, now) => TakeAndSettleAsync(order, now, cancellationToken),
        cancellationToken);

    /// <summary>Whether a payment action is pending at the gateway, due or not.</summary>
    public async Task<bool> HasPendingAsync(CancellationToken cancellationToken) =>
        (await _store.ListDueOrdersAsync(OrderWork.Settlement, _gateway, DateTimeOffset.MaxValue, 1, cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>When a payment action that is recorded now is due, in the store's time: at once, or, when this host is about to call the gateway, later for other hosts.</summary>
    public DateTimeOffset DueAt(DateTimeOffset now) => _handedOff.HasRoom ? now.Plus(_payment.Lease) : now;

    /// <inheritdoc cref="HandedOffActions.Add"/>
    public void HandOff(OrderRecord order) => _handedOff.Add(order);

    /// <inheritdoc cref="HandedOffActions.RunAsync"/>
    public Task RunHandedOffAsync(CancellationToken stop) => _handedOff.RunAsync(stop);

    private async ValueTask<ItemOutcome> TakeAndSettleAsync(OrderRecord listed, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        // Not taken before it can be paid: the lease is little longer than one call.
        var slot = await _slots.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = await _clock.NowAsync(CancellationToken.None).ConfigureAwait(false);
            var lease = new OrderLease(listed.Order.Id, _host.Id, dueAt, now.Plus(_payment.Lease));
            var taken = await _commit.SubmitAsync(new AcquireOrderLease(lease, OrderWork.Settlement, isDue: true, OrderChange.RecordsOf(listed)), CancellationToken.None).ConfigureAwait(false);

            // A host that slept since may not call any more: the lease ends before the call would.
            if (!taken.Taken || !await _payment.IsInTimeAsync(taken.Order!).ConfigureAwait(false))
            {
                return ItemOutcome.Untouched;
            }

            return await _payment.SettleAsync(taken.Order!).ConfigureAwait(false) ? ItemOutcome.Done : ItemOutcome.Postponed;
        }
        finally
        {
            _slots.Leave(slot);
        }
    }
}
