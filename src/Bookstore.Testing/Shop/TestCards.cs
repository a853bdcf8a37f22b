namespace Bookstore.Testing;

/// <summary>Card numbers that mean something to the gateways for tests. They belong to no real account.</summary>
public static class TestCards
{
    /// <summary>Approved.</summary>
    public const string Approved = "4242424242424242";

    /// <summary>Declined with <c>card_declined</c>.</summary>
    public const string Declined = "4000000000000002";

    /// <summary>Declined with <c>insufficient_funds</c>.</summary>
    public const string InsufficientFunds = "4000000000009995";

    /// <summary>The gateway fails, and nothing is held.</summary>
    public const string GatewayFails = "4000000000000119";

    /// <summary>The amount is held, and the answer is that the outcome is unknown.</summary>
    public const string AnswerLost = "4000000000000341";

    /// <summary>The customer has to act first; see <see cref="ScriptedPaymentGateway.CompleteActionAsync"/>.</summary>
    public const string ActionRequired = "4000002760003184";

    /// <summary>Approved; the payment is disputed a second after its capture, see <see cref="GatewayPayment.Dispute"/>.</summary>
    public const string Disputed = "4000000000000259";

    /// <summary>Approved; each refund is refused for good with <c>expired_or_canceled_card</c>.</summary>
    public const string RefundRefused = "4000000000005126";

    /// <summary>Approved; the capture is refused for good with <c>capture_refused</c>.</summary>
    public const string CaptureRefused = "4000000000001976";
}
