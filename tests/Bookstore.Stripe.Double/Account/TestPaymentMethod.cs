namespace Bookstore.Stripe.Double.Account;

/// <summary>Stripe's documented test payment methods, and what each does.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Outcome">What a confirmation comes to.</param>
/// <param name="Last4">The last four digits of its card.</param>
internal sealed record TestPaymentMethod(string Id, TestOutcome Outcome, string Last4)
{
    private static readonly Dictionary<string, TestPaymentMethod> All = new TestPaymentMethod[]
    {
        new("pm_card_visa", TestOutcome.Succeeds, "4242"),
        new("pm_card_mastercard", TestOutcome.Succeeds, "4444"),
        new("pm_card_amex", TestOutcome.Succeeds, "8431"),
        new("pm_card_authenticationRequired", TestOutcome.RequiresAction, "3184"),
        new("pm_card_threeDSecure2Required", TestOutcome.RequiresAction, "3220"),
        new("pm_card_createDispute", TestOutcome.Succeeds, "0259"),
        new("pm_card_refundFail", TestOutcome.Succeeds, "5126"),
        new("pm_card_pendingRefund", TestOutcome.Succeeds, "7726"),
        new("pm_card_visa_chargeDeclined", TestOutcome.Declines, "0002") { Code = "card_declined", DeclineCode = "generic_decline" },
        new("pm_card_visa_chargeDeclinedInsufficientFunds", TestOutcome.Declines, "9995") { Code = "card_declined", DeclineCode = "insufficient_funds" },
        new("pm_card_visa_chargeDeclinedLostCard", TestOutcome.Declines, "9987") { Code = "card_declined", DeclineCode = "lost_card" },
        new("pm_card_visa_chargeDeclinedStolenCard", TestOutcome.Declines, "9979") { Code = "card_declined", DeclineCode = "stolen_card" },
        new("pm_card_visa_chargeDeclinedVelocityLimitExceeded", TestOutcome.Declines, "6975") { Code = "card_declined", DeclineCode = "card_velocity_exceeded" },
        new("pm_card_radarBlock", TestOutcome.Declines, "0019") { Code = "card_declined", DeclineCode = "fraudulent" },
        new("pm_card_chargeDeclinedExpiredCard", TestOutcome.Declines, "0069") { Code = "expired_card", DeclineCode = "expired_card" },
        new("pm_card_chargeDeclinedIncorrectCvc", TestOutcome.Declines, "0127") { Code = "incorrect_cvc", DeclineCode = "incorrect_cvc" },
        new("pm_card_chargeDeclinedProcessingError", TestOutcome.Declines, "0119") { Code = "processing_error", DeclineCode = "processing_error" },
    }.ToDictionary(static method => method.Id);

    public string? Code { get; init; }

    public string? DeclineCode { get; init; }

    public static TestPaymentMethod? Find(string id) => All.GetValueOrDefault(id);
}

/// <summary>What a confirmation with a test payment method comes to.</summary>
internal enum TestOutcome
{
    Succeeds,
    Declines,
    RequiresAction,
}
