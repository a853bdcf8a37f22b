namespace Bookstore;

/// <summary>A request to end a payment call that cannot be finished.</summary>
public sealed record GiveUpPaymentRequest
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The <see cref="OrderAttention.Reason"/> that the person saw. Nothing changes when the order needs attention for another reason by now.</summary>
    public required AttentionReason Attention { get; init; }

    /// <summary>Why: 1 to <see cref="PaymentResolution.MaxNoteLength"/> characters. Shown in <see cref="Order.Resolution"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>The <see cref="Order.Version"/> that the order must have; else <see cref="ResolvePaymentOutcome.PreconditionFailed"/>. A repeated request with the same key ignores it. Default any.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }

    /// <summary>Makes a repeated request return what the first one did. A request that changes nothing does not use the key.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }
}
