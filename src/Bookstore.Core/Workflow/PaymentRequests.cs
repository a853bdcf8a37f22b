using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Captures a payment, or authorizes it again, at a caller's request. Each request is on record before its call.</summary>
internal sealed class PaymentRequests(IOrderReads store, GroupCommit commit, PaymentSettlement settlement, StoreClock clock, BookstoreOptions options, ILogger<OrderWorkflow> logger)
{
    /// <summary>Records the capture, and makes its call where this host has the order's gateway.</summary>
    public async Task<CapturePaymentResult> CaptureAsync(CapturePaymentRequest request, OrderRecord known, bool isHere, CancellationToken cancellationToken)
    {
        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var claim = KeyClaim.For(request.IdempotencyKey, $"capture:{request.OrderId:N}", () => new Fingerprint().Add(request.Amount), now.Store);
        var operation = new CapturePayment(known, request.Amount, request.ExpectedVersion, claim, now, isHere ? now.Store.Plus(settlement.Lease) : now.Store);
        var decision = await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
        var order = decision.IsChanged && isHere ? await SettleAsync(decision.Order).ConfigureAwait(false) : decision.Order.Order;
        return new CapturePaymentResult { Outcome = decision.Outcome, Order = order, Replayed = decision.Replayed };
    }

    /// <summary>Voids what is held of an order whose payment failed, and authorizes it with another means of payment.</summary>
    public async Task<AuthorizeAgainResult> AuthorizeAgainAsync(AuthorizeAgainRequest request, OrderRecord known, CancellationToken cancellationToken)
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
            AuthorizeAgainStep.Replay => new AuthorizeAgainResult { Outcome = decision.WasDeclined ? AuthorizeAgainOutcome.Declined : decision.IsOver ? AuthorizeAgainOutcome.Authorized : OutcomeOfAgain(order), Order = order, Replayed = true },
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
        var operation = new AuthorizeAgain(order, expected, claim, now, until, until.Plus(options.LateAnswer()));
        return await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
    }

    // The attempt is on record: after a failure here, the background work finds out.
    private async Task<AuthorizeAgainResult> AuthorizeBegunAsync(OrderRecord order, PaymentToken? token)
    {
        try
        {
            var action = await settlement.AuthorizeAgainAsync(order, token).ConfigureAwait(false);
            var now = (await store.FindOrderAsync(order.Order.Id, CancellationToken.None).ConfigureAwait(false) ?? order).Order;
            return new AuthorizeAgainResult { Outcome = OutcomeOfAgain(now), Order = now, Action = now.PaymentStatus == PaymentStatus.ActionRequired ? action : null };
        }
        catch (Exception exception) when (OrderProgress.IsLeftToRecovery(exception))
        {
            Log.SettlementPostponed(logger, order.Order.Id, PaymentAction.Authorize, order.Attempts + 1, exception);
            return new AuthorizeAgainResult { Outcome = AuthorizeAgainOutcome.Pending, Order = order.Order };
        }
    }

    // The request is on record: after a failure here, the background work makes the call.
    private async Task<Order> SettleAsync(OrderRecord order)
    {
        try
        {
            await settlement.SettleAsync(order).ConfigureAwait(false);
            return (await store.FindOrderAsync(order.Order.Id, CancellationToken.None).ConfigureAwait(false) ?? order).Order;
        }
        catch (Exception exception) when (OrderProgress.IsLeftToRecovery(exception))
        {
            Log.SettlementPostponed(logger, order.Order.Id, order.PendingAction!.Value, order.Attempts + 1, exception);
            return order.Order;
        }
    }

    private static AuthorizeAgainOutcome OutcomeOfAgain(Order order) => order.PaymentStatus switch
    {
        PaymentStatus.Pending or PaymentStatus.ActionRequired => AuthorizeAgainOutcome.Pending,
        PaymentStatus.CaptureFailed or PaymentStatus.Voided when (order.DeclinedAttempts & (1 << order.PaymentAttempt)) != 0 => AuthorizeAgainOutcome.Declined,
        _ => AuthorizeAgainOutcome.Authorized,
    };
}
