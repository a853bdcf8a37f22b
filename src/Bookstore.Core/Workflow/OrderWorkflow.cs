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
    private readonly BookstoreOptions _options = options.Value;
    private readonly OrderPlacement _placement = new(store, commit, progress, host, ids, limits, pricing, held, options.Value, clock, logger);
    private readonly OrderCancellation _cancellation = new(store, commit, settlement, ids, clock, options.Value);
    private readonly PaymentRequests _payments = new(store, commit, settlement, clock, options.Value, logger);
    private int _inFlight;

    public Task<PlaceOrderResult> PlaceAsync(PlaceOrderRequest request, CancellationToken cancellationToken = default)
    {
        var draft = OrderDraft.From(request);
        if (progress.Gateway.Authorizing is null)
        {
            throw new PaymentGatewayMissingException(progress.Gateway.Missing);
        }

        // Not thrown: to refuse is what a crowded host does most, and each await on the way up would throw it anew.
        return TryEnter() ? PlaceAsync(draft, cancellationToken) : Task.FromException<PlaceOrderResult>(Overloaded());
    }

    private async Task<PlaceOrderResult> PlaceAsync(OrderDraft draft, CancellationToken cancellationToken)
    {
        var activity = BookstoreMetrics.ActivitySource.TryStart("bookstore.place_order");
        Actor.Set(Actor.Current?.About(draft.Request.CustomerId));
        try
        {
            var result = await _placement.PlaceAsync(draft, cancellationToken).ConfigureAwait(false);
            _options.WritePath.Metrics().CountOrder(result.Outcome);
            activity?.SetTag("bookstore.outcome", result.Outcome.ToString());
            return result;
        }
        finally
        {
            activity?.TryStop();
            Interlocked.Decrement(ref _inFlight);
        }
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
            return await _payments.AuthorizeAgainAsync(request, known, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

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
            return await _payments.CaptureAsync(request, known, progress.Gateway.Knows(known), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
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
            var operation = new AcquireOrderLease(_placement.Lease(orderId, now), OrderWork.Recovery, isDue: false, expected: expectedVersion);
            var taken = await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
            var order = taken.Taken ? (await progress.InquireAsync(taken.Order!, isAsked: true).ConfigureAwait(false)).Order : taken.Order ?? known;
            return ResultOf(order.Order, taken.IsExpected, wasPending: taken.Taken || order.Order.Status == OrderStatus.Pending);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    public async Task<RefreshPaymentResult> RefreshPaymentAsync(Guid orderId, CancellationToken cancellationToken = default)
    {
        var known = await store.FindOrderAsync(Require.Id(orderId), cancellationToken).ConfigureAwait(false);
        if (known is null || !progress.Gateway.Knows(known))
        {
            return new RefreshPaymentResult { Outcome = known is null ? RefreshPaymentOutcome.OrderNotFound : RefreshPaymentOutcome.NotAnswered, Order = known?.Order };
        }

        if (known.Order.Status == OrderStatus.Pending)
        {
            var resumed = (await ResumeAsync(orderId, cancellationToken: cancellationToken).ConfigureAwait(false)).Order ?? known.Order;
            return new RefreshPaymentResult { Outcome = resumed.Version == known.Version ? RefreshPaymentOutcome.Unchanged : RefreshPaymentOutcome.Changed, Order = resumed };
        }

        if (!TryEnter())
        {
            throw Overloaded();
        }

        try
        {
            if (known is { PendingAction: not null, Attempts: > 0 } || known.Order.RefundPending.MinorUnits > 0)
            {
                await commit.SubmitAsync(new HastenPayment(known, await clock.NowAsync(cancellationToken).ConfigureAwait(false)), cancellationToken).ConfigureAwait(false);
            }

            var found = await progress.FindAsync(known).ConfigureAwait(false);
            return found.Payment?.Dispute is { } dispute
                ? await RecordDisputeAsync(known, dispute).ConfigureAwait(false)
                : new RefreshPaymentResult { Outcome = found.Outcome == FindOutcome.Answered ? RefreshPaymentOutcome.Unchanged : RefreshPaymentOutcome.NotAnswered, Order = known.Order };
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private async Task<RefreshPaymentResult> RecordDisputeAsync(OrderRecord known, GatewayDispute dispute)
    {
        var now = await clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var update = await commit.SubmitAsync(new RecordDispute(known, dispute, now), CancellationToken.None).ConfigureAwait(false);
        return new RefreshPaymentResult { Outcome = update.IsChanged ? RefreshPaymentOutcome.Changed : RefreshPaymentOutcome.Unchanged, Order = update.Order.Order };
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
        _options.WritePath.Metrics().CountRefused();
        return false;
    }

    private static BookstoreOverloadedException Overloaded() => new("Too many orders are in progress; nothing was written. Try again in a second.");
}
