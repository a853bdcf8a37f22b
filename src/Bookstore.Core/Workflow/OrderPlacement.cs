using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Places an order in two commits, its opening and its confirmation, with the payment's authorization in between; and answers a request that is sent again as the first one.</summary>
internal sealed class OrderPlacement(
    IBookstoreStore store,
    GroupCommit commit,
    OrderProgress progress,
    HostIdentity host,
    TimeOrderedIds ids,
    CustomerLimits limits,
    OrderPricing pricing,
    HeldReservations held,
    BookstoreOptions options,
    StoreClock clock,
    ILogger<OrderWorkflow> logger)
{
    // A price that changes more often while an order is placed is a pricer's or an import's fault.
    private const int MostPricings = 3;

    public async Task<PlaceOrderResult> PlaceAsync(OrderDraft draft, CancellationToken cancellationToken)
    {
        var watched = limits.Find(draft.Request.CustomerId);
        var refusedFor = watched is null ? null : await limits.RefusedForAsync(watched, cancellationToken).ConfigureAwait(false);
        PlaceOrderResult result;

        // With a key it may have been sent before: then it is answered as it was, and that is found out in the store.
        if (refusedFor is { } refusal && draft.Request.IdempotencyKey is null)
        {
            result = PlaceOrderResult.LimitReached(refusal);
        }
        else
        {
            var opened = await OpenAsync(draft, refusedFor, cancellationToken).ConfigureAwait(false);
            result = opened.Outcome switch
            {
                OpenOrderOutcome.Opened when opened.Order!.Order.Status != OrderStatus.Pending => Outcome(new OrderStep(opened.Order, null), replayed: false),
                OpenOrderOutcome.Opened => await AuthorizeAsync(opened.Order!, draft.Request.Payment).ConfigureAwait(false),
                OpenOrderOutcome.Replay => await ReplayAsync(opened.OrderId, draft.Request.Payment, cancellationToken).ConfigureAwait(false),
                _ => opened.Refusal!,
            };
        }

        limits.Note(watched, draft.Request.CustomerId, result);
        if (result.Outcome == PlaceOrderOutcome.Created && draft.Request.ReservationId is { } cart)
        {
            held.Remove(cart);
        }

        return result;
    }

    /// <summary>The time for one call of the gateway about an order, in which no other host works on it.</summary>
    public OrderLease Lease(Guid orderId, DateTimeOffset now) => new(orderId, host.Id, now, now.Plus(options.GatewayTimeout));

    private Task<OpenOrderResult> OpenAsync(OrderDraft draft, TimeSpan? refusedFor, CancellationToken cancellationToken) =>
        draft.Request.ReservationId is null && !pricing.IsNeededFor(draft) && clock.FreshMoment is { } now
            ? OpenAsync(draft, null, now, refusedFor, null, cancellationToken)
            : ReadAndOpenAsync(draft, refusedFor, cancellationToken);

    private async Task<OpenOrderResult> ReadAndOpenAsync(OrderDraft draft, TimeSpan? refusedFor, CancellationToken cancellationToken)
    {
        var cart = draft.Request.ReservationId is { } reservationId
            ? await store.FindReservationAsync(reservationId, cancellationToken).ConfigureAwait(false)
            : null;
        for (var attempt = 1; ; attempt++)
        {
            var terms = pricing.IsNeededFor(draft) ? await pricing.SettleAsync(draft, cancellationToken).ConfigureAwait(false) : null;
            var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
            var opened = await OpenAsync(draft, cart, now, refusedFor, terms, cancellationToken).ConfigureAwait(false);
            if (opened.Outcome != OpenOrderOutcome.Repriced)
            {
                return opened;
            }

            if (attempt == MostPricings)
            {
                return new OpenOrderResult { Outcome = OpenOrderOutcome.Refused, Refusal = new PlaceOrderResult { Outcome = PlaceOrderOutcome.PricerFailed } };
            }
        }
    }

    private Task<OpenOrderResult> OpenAsync(OrderDraft draft, Reservation? cart, Moment now, TimeSpan? refusedFor, OrderTerms? terms, CancellationToken cancellationToken)
    {
        var claim = draft.Request.IdempotencyKey is { } key ? KeyClaim.For(key, KeyClaim.Scope, draft.Fingerprint, now.Store) : null;
        var lease = Lease(ids.Next(now.Store), now.Store);

        // The lease ends before the deadline: in between, a customer who sends the request again can still continue with the order.
        var operation = new OpenOrder(draft, cart, claim, lease, lease.Until.Plus(options.LateAnswer()), now.Shown, progress.Gateway.Authorizing, refusedFor, terms);
        return commit.SubmitAsync(operation, cancellationToken);
    }

    // From here on the order exists: after every failure, the worst result is that it is pending.
    private async Task<PlaceOrderResult> AuthorizeAsync(OrderRecord order, PaymentToken? token)
    {
        try
        {
            return Outcome(await progress.AuthorizeAsync(order, token).ConfigureAwait(false), replayed: false);
        }
        catch (Exception exception) when (OrderProgress.IsLeftToRecovery(exception))
        {
            return LeavePending(order, exception, replayed: false);
        }
    }

    private async Task<PlaceOrderResult> ReplayAsync(Guid orderId, PaymentToken? token, CancellationToken cancellationToken)
    {
        var known = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false)
            ?? throw new BookstoreStoreException($"An idempotency key names order {orderId}, which does not exist. Run VerifyAsync.");
        if (known.Order.Status != OrderStatus.Pending || !progress.Gateway.Knows(known))
        {
            return Outcome(new OrderStep(known, null), replayed: true);
        }

        var now = await clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        var taken = await commit.SubmitAsync(new AcquireOrderLease(LeaseForTwoCalls(orderId, now), OrderWork.Recovery, isDue: false), cancellationToken).ConfigureAwait(false);
        if (!taken.Taken)
        {
            return taken.Order!.Order.Status == OrderStatus.Pending
                ? new PlaceOrderResult { Outcome = PlaceOrderOutcome.InProgress, Order = taken.Order.Order }
                : Outcome(new OrderStep(taken.Order, null), replayed: true);
        }

        try
        {
            return Outcome(await progress.ResendAsync(taken.Order!, token).ConfigureAwait(false), replayed: true);
        }
        catch (Exception exception) when (OrderProgress.IsLeftToRecovery(exception))
        {
            return LeavePending(taken.Order!, exception, replayed: true);
        }
    }

    private PlaceOrderResult LeavePending(OrderRecord order, Exception exception, bool replayed)
    {
        Log.OrderLeftPending(logger, order.Order.Id, exception);
        return Outcome(new OrderStep(order, null), replayed);
    }

    // A resend asks the gateway first and may authorize after that, until later than the order's deadline: so no other host takes the order meanwhile.
    private OrderLease LeaseForTwoCalls(Guid orderId, DateTimeOffset now)
    {
        var lease = Lease(orderId, now);
        return lease with { Until = lease.Until.Plus(options.GatewayTimeout).Plus(options.RecoveryGrace) };
    }

    private static PlaceOrderResult Outcome(OrderStep step, bool replayed) => new()
    {
        Outcome = OutcomeOf(step.Order.Order),
        Order = step.Order.Order,
        Action = step.Order.Order.Status == OrderStatus.Pending ? step.Action : null,
        Replayed = replayed,
    };

    // The first result stays, also when the order or its payment has changed since: only an order that was declined has another code than that of a payment not found.
    private static PlaceOrderOutcome OutcomeOf(Order order) => order.Status switch
    {
        OrderStatus.Pending => PlaceOrderOutcome.Pending,
        OrderStatus.Rejected => IsDeclined(order) ? PlaceOrderOutcome.Declined : PlaceOrderOutcome.Rejected,
        _ => PlaceOrderOutcome.Created,
    };

    private static bool IsDeclined(Order order) =>
        order.PaymentStatus == PaymentStatus.Declined || order.PaymentFailureCode is not (null or OrderProgress.PaymentNotFound or CancelOrder.FailureCode);
}
