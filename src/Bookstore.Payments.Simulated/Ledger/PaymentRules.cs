using System.Globalization;

namespace Bookstore.Payments.Simulated;

/// <summary>The gateway's contract as pure functions: how a call changes a payment, and what it returns.</summary>
/// <remarks>Every result follows from the state before the call, so one decision serves a call and its repetitions.</remarks>
internal static class PaymentRules
{
    /// <summary>The state after a call; the same as before when the call has no effect.</summary>
    public static PaymentState Next(PaymentState before, in LedgerRequest request)
    {
        var seen = Seen(before, request.Attempt);
        var next = NextOfAttempt(seen, request);
        if (next.Event != seen.Event && next.Event is LedgerEvent.Authorized or LedgerEvent.Captured)
        {
            next = next with { At = request.Now };
        }

        // The state of an attempt that is over, or of one that must not begin, is not the order's.
        return next == seen ? before : next with { Attempt = (byte)request.Attempt };
    }

    /// <summary>The payment as a call of an attempt sees it: nothing yet for one that may begin, voided for one that a later one followed.</summary>
    public static PaymentState Seen(PaymentState state, int attempt)
    {
        var last = Math.Max((byte)1, state.Attempt);
        return attempt == last ? state
            : attempt < last ? new PaymentState(LedgerEvent.Voided, CardVerdict.Approve, default)
            : state.Event is LedgerEvent.None or LedgerEvent.Declined or LedgerEvent.Voided ? default
            : new PaymentState(LedgerEvent.Declined, CardVerdict.PaymentExists, default);
    }

    private static PaymentState NextOfAttempt(PaymentState before, in LedgerRequest request) => (request.Operation, before.Event) switch
    {
        (LedgerOperation.Authorize, LedgerEvent.None) => Authorize(request),
        (LedgerOperation.Approve, LedgerEvent.ActionRequired) => new PaymentState(LedgerEvent.Authorized, CardVerdict.Approve, before.Amount),
        (LedgerOperation.Refuse, LedgerEvent.ActionRequired) => new PaymentState(LedgerEvent.Declined, CardVerdict.CustomerRefused, before.Amount),
        (LedgerOperation.Void or LedgerOperation.Refund, LedgerEvent.ActionRequired) => new PaymentState(LedgerEvent.Voided, default, default),
        (LedgerOperation.Capture, LedgerEvent.Authorized) when IsHeld(before, request.Amount) && !HasEnded(before, request.Lifetime, request.Now) && before.Verdict != CardVerdict.RefuseCapture => before with { Event = LedgerEvent.Captured, Amount = request.Amount },
        (LedgerOperation.Void or LedgerOperation.Refund, LedgerEvent.None or LedgerEvent.Authorized) => before with { Event = LedgerEvent.Voided },
        (LedgerOperation.Refund, LedgerEvent.Captured) when before.Refunds?.Find(request.RefundId) is null && AnswerRefund(before, request.RefundId, request.Amount) == RefundResult.Refunded =>
            before.With(request.RefundId, request.Amount.MinorUnits),
        _ => before,
    };

    /// <summary>What an authorization returns.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="before">The state before the call.</param>
    /// <param name="verdict">What the card asks for.</param>
    /// <param name="bank">The address of an order's page at the bank; <see langword="null"/> when there is none.</param>
    /// <param name="attempt">Which payment of the order it is.</param>
    /// <param name="now">When the call was made.</param>
    /// <param name="lifetime">How long an amount is held.</param>
    public static AuthorizeResult AnswerAuthorize(Guid orderId, PaymentState before, CardVerdict verdict, Func<Guid, Uri>? bank = null, int attempt = 1, DateTime now = default, TimeSpan? lifetime = null) => before.Event switch
    {
        LedgerEvent.None => AnswerFirst(orderId, attempt, verdict, bank, EndOf(now, lifetime)),
        LedgerEvent.ActionRequired => RequireAction(orderId, bank),
        LedgerEvent.Authorized or LedgerEvent.Captured => AuthorizeResult.Approved(TransactionId(orderId, attempt), before.Event == LedgerEvent.Authorized ? EndOf(before.At, lifetime) : null),
        LedgerEvent.Declined => AuthorizeResult.Declined(DeclineCode(before.Verdict)),
        LedgerEvent.Refunded => AuthorizeResult.Declined("refunded"),
        _ => AuthorizeResult.Declined("voided"),
    };

    public static CaptureResult AnswerCapture(PaymentState before, Money amount, DateTime now = default, TimeSpan? lifetime = null) =>
        HasEnded(before, lifetime, now) ? CaptureResult.Refused("authorization_expired")
        : (before.Event == LedgerEvent.Authorized ? IsHeld(before, amount) : before.Event is LedgerEvent.Captured or LedgerEvent.Refunded && before.Amount == amount) && before.Verdict != CardVerdict.RefuseCapture
            ? CaptureResult.Captured
            : CaptureResult.Refused(CaptureRefusal(before));

    public static VoidResult AnswerVoid(PaymentState before) =>
        before.Event is LedgerEvent.Captured or LedgerEvent.Refunded ? VoidResult.AlreadyCaptured : VoidResult.Voided;

    public static RefundResult AnswerRefund(PaymentState before, Guid refundId, Money amount)
    {
        if (before.Event is not (LedgerEvent.Captured or LedgerEvent.Refunded))
        {
            return RefundResult.NothingCaptured;
        }

        if (before.Verdict == CardVerdict.RefuseRefund)
        {
            return RefundResult.Refused("expired_or_canceled_card");
        }

        if (before.Refunds?.Find(refundId) is { } made)
        {
            return made.MinorUnits == amount.MinorUnits ? RefundResult.Refunded : RefundResult.Refused("refund_id_reused");
        }

        // An older version gave all of it back, and kept no id.
        if (before is { Event: LedgerEvent.Refunded, Refunds: null } && amount == before.Amount)
        {
            return RefundResult.Refunded;
        }

        var isLeft = amount.MinorUnits > 0 && string.Equals(amount.Currency, before.Amount.Currency, StringComparison.Ordinal) && amount.MinorUnits <= before.Amount.MinorUnits - before.Refunded;
        return isLeft ? RefundResult.Refunded : RefundResult.Refused("refund_exceeds_captured");
    }

    public static GatewayPayment Describe(Guid orderId, PaymentState state, int attempt = 1, DateTime now = default, TimeSpan? lifetime = null) => new()
    {
        OrderId = orderId,
        Attempt = attempt,
        Amount = state.WasAuthorized ? state.Amount : null,
        Status = state.Event switch
        {
            LedgerEvent.Authorized when HasEnded(state, lifetime, now) => GatewayPaymentStatus.Voided,
            LedgerEvent.Authorized => GatewayPaymentStatus.Authorized,
            LedgerEvent.Captured => GatewayPaymentStatus.Captured,
            LedgerEvent.Refunded => GatewayPaymentStatus.Refunded,
            LedgerEvent.Declined => GatewayPaymentStatus.Declined,
            LedgerEvent.ActionRequired => GatewayPaymentStatus.RequiresAction,
            _ => GatewayPaymentStatus.Voided,
        },
        Refunded = state.Refunded > 0 ? Money.FromStored(state.Refunded, state.Amount.Currency) : null,
        TransactionId = state.WasAuthorized ? TransactionId(orderId, attempt) : null,
        AuthorizedUntil = state.Event == LedgerEvent.Authorized && !HasEnded(state, lifetime, now) ? EndOf(state.At, lifetime) : null,
        Dispute = IsDisputed(state, now) ? new GatewayDispute { Id = DisputeId(orderId, attempt), Amount = state.Amount, Reason = "fraudulent" } : null,
        DeclineCode = state.Event == LedgerEvent.Declined ? DeclineCode(state.Verdict) : null,
    };

    /// <summary>An attempt has at most one authorization, so the order's id and the attempt name it.</summary>
    public static string TransactionId(Guid orderId, int attempt) => attempt <= 1 ? $"sim_{orderId:N}" : string.Create(CultureInfo.InvariantCulture, $"si{attempt}_{orderId:N}");

    /// <summary>How long after the capture the card's holder disputes it.</summary>
    public static readonly TimeSpan DisputeAfter = TimeSpan.FromSeconds(1);

    public static string DeclineCode(CardVerdict verdict) => verdict switch
    {
        CardVerdict.MissingCard => "missing_card",
        CardVerdict.InsufficientFunds => "insufficient_funds",
        CardVerdict.InvalidAmount => "invalid_amount",
        CardVerdict.CustomerRefused => "authentication_failed",
        CardVerdict.PaymentExists => "payment_exists",
        _ => "card_declined",
    };

    private static bool IsDisputed(PaymentState state, DateTime now) =>
        state is { Verdict: CardVerdict.Dispute, Event: LedgerEvent.Captured or LedgerEvent.Refunded } && now - state.At >= DisputeAfter;

    private static string DisputeId(Guid orderId, int attempt) => string.Create(CultureInfo.InvariantCulture, $"dp{attempt}_{orderId:N}");

    private static bool HasEnded(PaymentState state, TimeSpan? lifetime, DateTime now) => state.Event == LedgerEvent.Authorized && lifetime is { } held && now - state.At >= held;

    private static DateTimeOffset? EndOf(DateTime at, TimeSpan? lifetime) => lifetime is { } held ? new DateTimeOffset(at, TimeSpan.Zero) + held : null;

    // A part of the held amount may be captured, once: the rest is released, and the payment's amount is the part then.
    private static bool IsHeld(PaymentState before, Money amount) =>
        amount.MinorUnits > 0 && amount.MinorUnits <= before.Amount.MinorUnits && string.Equals(amount.Currency, before.Amount.Currency, StringComparison.Ordinal);

    private static string CaptureRefusal(PaymentState before) => before.Event switch
    {
        LedgerEvent.Authorized when before.Verdict == CardVerdict.RefuseCapture => "capture_refused",
        LedgerEvent.None => "payment_not_found",
        LedgerEvent.ActionRequired => "action_required",
        LedgerEvent.Declined => "payment_declined",
        LedgerEvent.Voided => "payment_voided",
        _ => "amount_mismatch",
    };

    private static PaymentState Authorize(in LedgerRequest request) => request.Verdict switch
    {
        CardVerdict.RefuseCapture or CardVerdict.RefuseRefund or CardVerdict.Dispute => new PaymentState(LedgerEvent.Authorized, request.Verdict, request.Amount),
        CardVerdict.Approve or CardVerdict.LoseAnswer => new PaymentState(LedgerEvent.Authorized, CardVerdict.Approve, request.Amount),
        CardVerdict.RequireAction => new PaymentState(LedgerEvent.ActionRequired, CardVerdict.Approve, request.Amount),
        CardVerdict.Fail => default,
        _ => new PaymentState(LedgerEvent.Declined, request.Verdict, request.Amount),
    };

    private static AuthorizeResult RequireAction(Guid orderId, Func<Guid, Uri>? bank) =>
        AuthorizeResult.RequiresAction(new CustomerAction { Url = bank?.Invoke(orderId), ClientSecret = $"sim_{orderId:N}_secret" });

    private static AuthorizeResult AnswerFirst(Guid orderId, int attempt, CardVerdict verdict, Func<Guid, Uri>? bank, DateTimeOffset? until) => verdict switch
    {
        CardVerdict.RequireAction => RequireAction(orderId, bank),
        CardVerdict.Approve or CardVerdict.RefuseCapture or CardVerdict.RefuseRefund or CardVerdict.Dispute => AuthorizeResult.Approved(TransactionId(orderId, attempt), until),
        CardVerdict.LoseAnswer => AuthorizeResult.Unknown,
        CardVerdict.Fail => throw new BookstoreException("The simulated payment gateway failed, as this card number asks. Nothing was held."),
        _ => AuthorizeResult.Declined(DeclineCode(verdict)),
    };
}
