using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>A confirmed order takes two commits: the opening, and, with the money authorized in between, the confirmation.</summary>
internal sealed class OrderWorkflow(
    IBookstoreStore store,
    GroupCommit commit,
    OrderProgress progress,
    PaymentSettlement settlement,
    HostIdentity host,
    TimeOrderedIds ids,
    CustomerLimits limits,
    OrderPricing pricing,
    HeldReservations held,
    IOptions<BookstoreOptions> options,
    StoreClock clock,
    ILogger<OrderWorkflow> logger) : IOrderWorkflow
{
    /// <summary>What the idempotency keys of orders are claimed for.</summary>
    public const string KeyOperation = "orders";

    // A price that changes more often while an order is placed is a pricer's or an import's fault.
    private const int MostPricings = 3;

    private readonly BookstoreOptions _options = options.Value;
    private readonly OrderCancellation _cancellation = new(store, commit, settlement, ids, clock, options.Value);
    private int _inFlight;

    public Task<PlaceOrderResult> PlaceAsync(PlaceOrderRequest request, CancellationToken cancellationToken = default)
    {
        var draft = OrderDraft.From(request);
        if (progress.Gateway.Authorizing is null)
        {
            throw new InvalidOperationException(progress.Gateway.Missing);
        }

        // Not thrown: to refuse is what a crowded host does most, and each await on the way up would throw it anew.
        return TryEnter() ? PlaceInsideAsync(draft, cancellationToken) : Task.FromException<PlaceOrderResult>(Overloaded());
    }

    public async Task<QuoteResult> QuoteAsync(QuoteRequest request, CancellationToken cancellationToken = default)
    {
        var draft = OrderDraft.From(request);
        if (!TryEnter())
        {
            throw Overloaded();
        }

        try
        {
            return await pricing.QuoteAsync(draft, request.CustomerId, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    public Task<CancelOrderResult> CancelAsync(CancelOrderRequest request, CancellationToken cancellationToken = default) => _cancellation.CancelAsync(request, cancellationToken);

    public async Task<AuthorizeAgainResult> AuthorizeAgainAsync(AuthorizeAgainRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var known = await store.FindOrderAsync(Require.Id(request.OrderId), cancellationToken).ConfigureAwait(false);
        if (known is null)
        {
            return new AuthorizeAgainResult { Outcome = AuthorizeAgainOutcome.OrderNotFound };
        }

        if (!progress.Gateway.Knows(known))
        {
            return new AuthorizeAgainResult { Outcome = known.Gateway is null ? AuthorizeAgainOutcome.NotRetryable : AuthorizeAgainOutcome.NotReleased, Order = known.Order };
        }

        if (!TryEnter())
        {
            throw Overloaded();
        }

        try
        {
            return await AuthorizeAgainAsync(request, known, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task<AuthorizeAgainResult> AuthorizeAgainAsync(AuthorizeAgainRequest request, OrderRecord known, CancellationToken cancellationToken)
    {
        var decision = await BeginAgainAsync(request, known, request.ExpectedVersion, cancellationToken).ConfigureAwait(false);
        if (decision.Step == AuthorizeAgainStep.Releasing)
        {
            var released = await SettleAsync(decision.Order).ConfigureAwait(false);
            if (released.PaymentStatus == PaymentStatus.Captured)
            {
                return new AuthorizeAgainResult { Outcome = AuthorizeAgainOutcome.NotRetryable, Order = released };
            }

            // From here on the order is this request's own: the version that it was sent for is one of before.
            decision = released.PaymentStatus == PaymentStatus.Voided
                ? await BeginAgainAsync(request, decision.Order, null, CancellationToken.None).ConfigureAwait(false)
                : new AuthorizeAgainDecision(AuthorizeAgainStep.Releasing, decision.Order with { Order = released });
        }

        var order = decision.Order.Order;
        return decision.Step switch
        {
            AuthorizeAgainStep.Begun => await AuthorizeBegunAsync(decision.Order, request.Payment).ConfigureAwait(false),
            AuthorizeAgainStep.Releasing => new AuthorizeAgainResult { Outcome = AuthorizeAgainOutcome.NotReleased, Order = order },
            AuthorizeAgainStep.InProgress => new AuthorizeAgainResult { Outcome = order.PaymentStatus is PaymentStatus.CaptureFailed or PaymentStatus.Voided ? AuthorizeAgainOutcome.NotReleased : AuthorizeAgainOutcome.Pending, Order = order },
            AuthorizeAgainStep.Replay => new AuthorizeAgainResult { Outcome = decision.IsOver ? AuthorizeAgainOutcome.Declined : OutcomeOfAgain(order), Order = order, Replayed = true },
            AuthorizeAgainStep.KeyReused => new AuthorizeAgainResult { Outcome = AuthorizeAgainOutcome.IdempotencyKeyReused, Order = order },
            AuthorizeAgainStep.PreconditionFailed => new AuthorizeAgainResult { Outcome = AuthorizeAgainOutcome.PreconditionFailed, Order = order },
            _ => new AuthorizeAgainResult { Outcome = AuthorizeAgainOutcome.NotRetryable, Order = order },
        };
    }

    private async Task<AuthorizeAgainDecision> BeginAgainAsync(AuthorizeAgainRequest request, OrderRecord order, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var claim = KeyClaim.For(request.IdempotencyKey, $"payment-again:{request.OrderId:N}", () => new Fingerprint().Add(request.Payment?.LastFour).Add(request.Payment?.Method), now.Store);
        var until = now.Store.Plus(settlement.Lease);
        var operation = new AuthorizeAgain(order, expected, claim, now, until, until.Plus(_options.LateAnswer()));
        return await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
    }

    // The attempt is on record: whatever fails here is found out in the background.
    private async Task<AuthorizeAgainResult> AuthorizeBegunAsync(OrderRecord order, PaymentToken? token)
    {
        try
        {
            var action = await settlement.AuthorizeAgainAsync(order, token).ConfigureAwait(false);
            var now = (await store.FindOrderAsync(order.Order.Id, CancellationToken.None).ConfigureAwait(false) ?? order).Order;
            return new AuthorizeAgainResult { Outcome = OutcomeOfAgain(now), Order = now, Action = now.PaymentStatus == PaymentStatus.ActionRequired ? action : null };
        }
        catch (Exception exception) when (IsLeftToRecovery(exception))
        {
            Log.SettlementPostponed(logger, order.Order.Id, PaymentAction.Authorize, order.Attempts + 1, exception);
            return new AuthorizeAgainResult { Outcome = AuthorizeAgainOutcome.Pending, Order = order.Order };
        }
    }

    private static AuthorizeAgainOutcome OutcomeOfAgain(Order order) => order.PaymentStatus switch
    {
        PaymentStatus.Pending or PaymentStatus.ActionRequired => AuthorizeAgainOutcome.Pending,
        PaymentStatus.CaptureFailed or PaymentStatus.Voided when order.PaymentTransactionId is null => AuthorizeAgainOutcome.Declined,
        _ => AuthorizeAgainOutcome.Authorized,
    };

    public async Task<CapturePaymentResult> CapturePaymentAsync(CapturePaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var known = await store.FindOrderAsync(Require.Id(request.OrderId), cancellationToken).ConfigureAwait(false);
        if (known is null)
        {
            return new CapturePaymentResult { Outcome = CapturePaymentOutcome.OrderNotFound };
        }

        if (request.Amount is { } amount && (amount <= 0 || !Money.TryCreate(amount, known.Order.Total.Currency, out _)))
        {
            throw new ArgumentException($"{nameof(request.Amount)} must be more than zero, with no more decimals than {known.Order.Total.Currency} has.", nameof(request));
        }

        if (!TryEnter())
        {
            throw Overloaded();
        }

        try
        {
            var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
            var isHere = progress.Gateway.Knows(known);
            var claim = KeyClaim.For(request.IdempotencyKey, $"capture:{request.OrderId:N}", () => new Fingerprint().Add(request.Amount), now.Store);
            var operation = new CapturePayment(known, request.Amount, request.ExpectedVersion, claim, now, isHere ? now.Store.Plus(settlement.Lease) : now.Store);
            var decision = await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
            var order = decision.IsChanged && isHere ? await SettleAsync(decision.Order).ConfigureAwait(false) : decision.Order.Order;
            return new CapturePaymentResult { Outcome = decision.Outcome, Order = order, Replayed = decision.Replayed };
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    // The request is on record: whatever fails here is made good in the background.
    private async Task<Order> SettleAsync(OrderRecord order)
    {
        try
        {
            await settlement.SettleAsync(order).ConfigureAwait(false);
            return (await store.FindOrderAsync(order.Order.Id, CancellationToken.None).ConfigureAwait(false) ?? order).Order;
        }
        catch (Exception exception) when (IsLeftToRecovery(exception))
        {
            Log.SettlementPostponed(logger, order.Order.Id, order.PendingAction!.Value, order.Attempts + 1, exception);
            return order.Order;
        }
    }

    public async Task<ResumeOrderResult> ResumeAsync(Guid orderId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var known = await store.FindOrderAsync(Require.Id(orderId), cancellationToken).ConfigureAwait(false);
        if (known is null)
        {
            return new ResumeOrderResult { Outcome = ResumeOrderOutcome.OrderNotFound };
        }

        if (known.Order.Status != OrderStatus.Pending || !progress.Gateway.Knows(known))
        {
            return ResultOf(known.Order, expectedVersion?.IsMet(known.Version) != false, wasPending: known.Order.Status == OrderStatus.Pending);
        }

        if (!TryEnter())
        {
            throw Overloaded();
        }

        try
        {
            var now = await clock.ReadAsync(cancellationToken).ConfigureAwait(false);
            var operation = new AcquireOrderLease(Lease(orderId, now), OrderWork.Recovery, isDue: false, expected: expectedVersion);
            var taken = await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
            var order = taken.Taken ? (await progress.InquireAsync(taken.Order!, isAsked: true).ConfigureAwait(false)).Order : taken.Order ?? known;
            return ResultOf(order.Order, taken.IsExpected, wasPending: taken.Taken || order.Order.Status == OrderStatus.Pending);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    public Task<ResolvePaymentResult> RetryPaymentAsync(Guid orderId, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default) =>
        ResolveAsync(Require.Id(orderId), OrderTrigger.RetryPayment, null, null, idempotencyKey, expectedVersion, cancellationToken);

    public Task<ResolvePaymentResult> MarkPaymentDoneAsync(MarkPaymentDoneRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var note = Require.Text(request.Reference, 1, PaymentResolution.MaxNoteLength);
        var resolution = new PaymentResolution(PaymentResolutionKind.MarkedDone, note, clock.Time.GetUtcNow());
        return ResolveAsync(Require.Id(request.OrderId), OrderTrigger.MarkPaymentDone, request.Attention, resolution, request.IdempotencyKey, request.ExpectedVersion, cancellationToken);
    }

    public Task<ResolvePaymentResult> GiveUpPaymentAsync(GiveUpPaymentRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var note = Require.Text(request.Reason, 1, PaymentResolution.MaxNoteLength);
        var resolution = new PaymentResolution(PaymentResolutionKind.GivenUp, note, clock.Time.GetUtcNow());
        return ResolveAsync(Require.Id(request.OrderId), OrderTrigger.GiveUpPayment, request.Attention, resolution, request.IdempotencyKey, request.ExpectedVersion, cancellationToken);
    }

    private async Task<ResolvePaymentResult> ResolveAsync(
        Guid orderId, OrderTrigger trigger, AttentionReason? reason, PaymentResolution? resolution, IdempotencyKey? key, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false) is not { } known)
        {
            return new ResolvePaymentResult { Outcome = ResolvePaymentOutcome.OrderNotFound };
        }

        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var claim = KeyClaim.For(key, $"payment:{orderId:N}", () => new Fingerprint().Add(trigger.ToString()).Add(reason?.ToString()).Add(resolution?.Note), now.Store);
        var decision = await commit.SubmitAsync(new ResolvePayment(known, trigger, reason, resolution, expected, claim, now), cancellationToken).ConfigureAwait(false);
        if (decision is { Outcome: ResolvePaymentOutcome.Resolved, Replayed: false })
        {
            Log.PaymentResolved(logger, orderId, trigger);
        }

        return new ResolvePaymentResult { Outcome = decision.Outcome, Order = decision.Order.Order, Replayed = decision.Replayed };
    }

    private static ResumeOrderResult ResultOf(Order order, bool isExpected, bool wasPending) => new()
    {
        Outcome = !isExpected ? ResumeOrderOutcome.PreconditionFailed : wasPending ? ResumeOrderOutcome.Resumed : ResumeOrderOutcome.NotPending,
        Order = order,
    };

    private bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= _options.MaxOrdersInFlight)
        {
            return true;
        }

        Interlocked.Decrement(ref _inFlight);
        BookstoreMetrics.Count(BookstoreMetrics.Refused, _options.ShopName);
        return false;
    }

    private static BookstoreOverloadedException Overloaded() => new("Too many orders are under way; nothing was written. Try again in a second.");

    private async Task<PlaceOrderResult> PlaceInsideAsync(OrderDraft draft, CancellationToken cancellationToken)
    {
        var activity = BookstoreMetrics.ActivitySource.TryStart("bookstore.place_order");
        try
        {
            var watched = limits.Find(draft.Request.CustomerId);
            var refusedFor = watched is null ? null : await limits.RefusedForAsync(watched, cancellationToken).ConfigureAwait(false);
            var result = await PlaceAsync(draft, refusedFor, cancellationToken).ConfigureAwait(false);
            limits.Note(watched, draft.Request.CustomerId, result);
            if (result.Outcome == PlaceOrderOutcome.Created && draft.Request.ReservationId is { } cart)
            {
                held.Remove(cart);
            }

            BookstoreMetrics.CountOrder(_options.ShopName, result.Outcome);
            activity?.SetTag("bookstore.outcome", result.Outcome.ToString());
            return result;
        }
        finally
        {
            activity?.TryStop();
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private static PlaceOrderResult Outcome(OrderStep step, bool replayed) => new()
    {
        Outcome = OutcomeOf(step.Order.Order),
        Order = step.Order.Order,
        Action = step.Order.Order.Status == OrderStatus.Pending ? step.Action : null,
        Replayed = replayed,
    };

    // The first answer stays, whatever became of the order or its money later: only an order that was declined has another code than that of a payment not found.
    private static PlaceOrderOutcome OutcomeOf(Order order) => order.Status switch
    {
        OrderStatus.Pending => PlaceOrderOutcome.Pending,
        OrderStatus.Rejected => IsDeclined(order) ? PlaceOrderOutcome.Declined : PlaceOrderOutcome.Rejected,
        _ => PlaceOrderOutcome.Created,
    };

    private static bool IsDeclined(Order order) =>
        order.PaymentStatus == PaymentStatus.Declined || order.PaymentFailureCode is not (null or OrderProgress.PaymentNotFound or CancelOrder.FailureCode);

    private async Task<PlaceOrderResult> PlaceAsync(OrderDraft draft, TimeSpan? refusedFor, CancellationToken cancellationToken)
    {
        // With a key it may have been sent before: then it is answered as it was, and that is found out in the store.
        if (refusedFor is { } refusal && draft.Request.IdempotencyKey is null)
        {
            return PlaceOrderResult.LimitReached(refusal);
        }

        var opened = await OpenAsync(draft, refusedFor, cancellationToken).ConfigureAwait(false);
        return opened.Outcome switch
        {
            OpenOrderOutcome.Opened when opened.Order!.Order.Status != OrderStatus.Pending => Outcome(new OrderStep(opened.Order, null), replayed: false),
            OpenOrderOutcome.Opened => await AuthorizeAsync(opened.Order!, draft.Request.Payment).ConfigureAwait(false),
            OpenOrderOutcome.Replay => await ReplayAsync(opened.OrderId, draft.Request.Payment, cancellationToken).ConfigureAwait(false),
            _ => opened.Refusal!,
        };
    }

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
        var claim = draft.Request.IdempotencyKey is { } key ? KeyClaim.For(key, KeyOperation, draft.Fingerprint, now.Store) : null;
        var lease = Lease(ids.Next(now.Store), now.Store);

        // The lease ends before the deadline: in between, a customer who sends the request again can still go on with the order.
        var operation = new OpenOrder(draft, cart, claim, lease, lease.Until.Plus(_options.LateAnswer()), now.Shown, progress.Gateway.Authorizing, refusedFor, terms);
        return commit.SubmitAsync(operation, cancellationToken);
    }

    // From here on the order exists: whatever fails, the worst answer is that it is pending.
    private async Task<PlaceOrderResult> AuthorizeAsync(OrderRecord order, PaymentToken? token)
    {
        try
        {
            return Outcome(await progress.AuthorizeAsync(order, token).ConfigureAwait(false), replayed: false);
        }
        catch (Exception exception) when (IsLeftToRecovery(exception))
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
        catch (Exception exception) when (IsLeftToRecovery(exception))
        {
            return LeavePending(taken.Order!, exception, replayed: true);
        }
    }

    private static bool IsLeftToRecovery(Exception exception) => exception is BookstoreException or ObjectDisposedException;

    private PlaceOrderResult LeavePending(OrderRecord order, Exception exception, bool replayed)
    {
        Log.OrderLeftPending(logger, order.Order.Id, exception);
        return Outcome(new OrderStep(order, null), replayed);
    }

    private OrderLease Lease(Guid orderId, DateTimeOffset now) => new(orderId, host.Id, now, now.Plus(_options.GatewayTimeout));

    // A resend asks the gateway first and may authorize after that, until later than the order's deadline: so no other host takes the order meanwhile.
    private OrderLease LeaseForTwoCalls(Guid orderId, DateTimeOffset now)
    {
        var lease = Lease(orderId, now);
        return lease with { Until = lease.Until.Plus(_options.GatewayTimeout).Plus(_options.RecoveryGrace) };
    }
}
