using Stripe;

namespace Bookstore.Payments.Stripe;

/// <summary>What a PaymentIntent says, as pure functions.</summary>
internal static class IntentReading
{
    /// <summary>The reason with which the shop cancels a PaymentIntent that was declined.</summary>
    public const string DeclinedReason = "abandoned";

    /// <summary>The reason with which the shop cancels a PaymentIntent of an order that is voided.</summary>
    public const string VoidedReason = "requested_by_customer";

    /// <summary>Whether no payment was tried: for the shop there is no payment.</summary>
    public static bool IsUnused(PaymentIntent intent) => intent.Status is "requires_payment_method" or "requires_confirmation" && intent.LastPaymentError is null && intent.LatestChargeId is null;

    /// <summary>Whether an attempt to pay it failed, and another one could still succeed.</summary>
    public static bool IsFailed(PaymentIntent intent) => intent.Status is "requires_payment_method" or "requires_confirmation" && !IsUnused(intent);

    /// <summary>Why it was declined; <see langword="null"/> where it was not.</summary>
    public static string? DeclineCodeOf(PaymentIntent intent)
    {
        if (intent.LatestCharge is { Status: "failed" } charge)
        {
            return StripeErrors.CodeOf(charge.Outcome?.Reason ?? charge.FailureCode) ?? "card_declined";
        }

        if (intent.Metadata is not null && intent.Metadata.TryGetValue(StripePayment.DeclineKey, out var kept))
        {
            return kept;
        }

        return StripeErrors.CodeOf(intent.LastPaymentError?.DeclineCode ?? intent.LastPaymentError?.Code)
            ?? (intent is { Status: "canceled", CancellationReason: DeclinedReason } ? "authentication_failed" : null);
    }

    /// <summary>What an authorization returns, for a PaymentIntent that is not unused.</summary>
    /// <param name="intent">The PaymentIntent.</param>
    /// <param name="refunded">How much of it went back, see <see cref="StripeApi.ReadRefundedAsync"/>.</param>
    public static AuthorizeResult Authorization(PaymentIntent intent, long refunded) => intent.Status switch
    {
        "requires_capture" => AuthorizeResult.Approved(intent.Id, HeldUntil(intent)),
        "succeeded" when IsRefunded(intent, refunded) => AuthorizeResult.Declined("payment_refunded"),
        "succeeded" => AuthorizeResult.Approved(intent.Id, HeldUntil(intent)),
        "requires_action" => AuthorizeResult.RequiresAction(
            new CustomerAction { Url = intent.NextAction?.RedirectToUrl?.Url is { } url ? new Uri(url) : null, ClientSecret = intent.ClientSecret }, intent.Id),
        "canceled" => AuthorizeResult.Declined((WasHeld(intent) ? null : DeclineCodeOf(intent)) ?? "payment_voided"),
        _ when IsFailed(intent) => AuthorizeResult.Declined(DeclineCodeOf(intent) ?? "card_declined"),
        _ => AuthorizeResult.Unknown,
    };

    /// <summary>What a void returns, for a PaymentIntent that could not be cancelled.</summary>
    public static VoidResult Void(PaymentIntent intent) => intent.Status switch
    {
        "canceled" => VoidResult.Voided,
        "succeeded" => VoidResult.AlreadyCaptured,
        _ => VoidResult.Unknown,
    };

    /// <summary>What a capture returns, for a PaymentIntent that could not be captured.</summary>
    public static CaptureResult Capture(PaymentIntent intent, long amount) => intent.Status switch
    {
        "succeeded" => intent.AmountReceived == amount ? CaptureResult.Captured : CaptureResult.Refused("amount_mismatch"),
        "canceled" when !WasHeld(intent) && DeclineCodeOf(intent) is not null => CaptureResult.Refused("payment_declined"),
        "canceled" => CaptureResult.Refused(intent.CancellationReason == "automatic" ? "authorization_expired" : "payment_voided"),
        "requires_action" => CaptureResult.Refused("action_required"),
        _ when IsUnused(intent) => CaptureResult.Refused("payment_not_found"),
        _ when IsFailed(intent) => CaptureResult.Refused("payment_declined"),
        _ => CaptureResult.Unknown,
    };

    /// <summary>The payment as the shop knows payments; <see langword="null"/> where no payment was tried.</summary>
    /// <exception cref="BookstoreException">Stripe has not decided yet.</exception>
    public static GatewayPayment? Describe(Guid orderId, PaymentIntent intent, long refunded) => Read(orderId, intent, refunded) is { } payment ? payment with { Attempt = StripePayment.ReadAttempt(intent.Metadata) } : null;

    /// <summary>A dispute as the shop knows disputes.</summary>
    public static GatewayDispute? Describe(Dispute? dispute) => dispute is null ? null : new GatewayDispute
    {
        Id = dispute.Id,
        Amount = StripeMoney.Read(dispute.Amount, dispute.Currency),
        Reason = dispute.Reason,
        Status = dispute.Status switch
        {
            // An inquiry that is closed has taken no money.
            "won" or "warning_closed" or "prevented" => DisputeStatus.Won,
            "lost" => DisputeStatus.Lost,
            _ => DisputeStatus.Open,
        },
    };

    private static GatewayPayment? Read(Guid orderId, PaymentIntent intent, long refunded) => intent.Status switch
    {
        _ when IsUnused(intent) => null,
        "requires_capture" => Held(orderId, intent, GatewayPaymentStatus.Authorized, intent.Amount) with { AuthorizedUntil = HeldUntil(intent) },
        "succeeded" => Held(orderId, intent, IsRefunded(intent, refunded) ? GatewayPaymentStatus.Refunded : GatewayPaymentStatus.Captured, intent.AmountReceived) with
        {
            Refunded = refunded > 0 ? StripeMoney.Read(refunded, intent.Currency) : null,
        },
        "requires_action" => new GatewayPayment { OrderId = orderId, Status = GatewayPaymentStatus.RequiresAction },
        "canceled" when WasHeld(intent) => Held(orderId, intent, GatewayPaymentStatus.Voided, intent.Amount),
        "canceled" when DeclineCodeOf(intent) is null => new GatewayPayment { OrderId = orderId, Status = GatewayPaymentStatus.Voided },
        "canceled" => Declined(orderId, intent),
        _ when IsFailed(intent) => Declined(orderId, intent),
        _ => throw new BookstoreException($"PaymentIntent {intent.Id} is {intent.Status}: Stripe has not decided yet."),
    };

    private static GatewayPayment Declined(Guid orderId, PaymentIntent intent) =>
        new() { OrderId = orderId, Status = GatewayPaymentStatus.Declined, DeclineCode = DeclineCodeOf(intent) ?? "card_declined" };

    private static GatewayPayment Held(Guid orderId, PaymentIntent intent, GatewayPaymentStatus status, long amount) =>
        new() { OrderId = orderId, Status = status, Amount = StripeMoney.Read(amount, intent.Currency), TransactionId = intent.Id };

    private static bool WasHeld(PaymentIntent intent) => intent.LatestCharge is { Status: "succeeded" };

    private static bool IsRefunded(PaymentIntent intent, long refunded) => refunded > 0 && refunded >= intent.AmountReceived;

    private static DateTimeOffset? HeldUntil(PaymentIntent intent) => intent.LatestCharge?.PaymentMethodDetails?.Card?.CaptureBefore is { } until && until > DateTime.UnixEpoch
        ? new DateTimeOffset(DateTime.SpecifyKind(until, DateTimeKind.Utc))
        : null;
}
