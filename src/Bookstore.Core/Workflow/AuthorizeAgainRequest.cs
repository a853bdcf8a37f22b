namespace Bookstore;

/// <summary>A request to authorize a confirmed order again, whose payment could not be captured.</summary>
public sealed record AuthorizeAgainRequest
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>What it is paid with; a gateway declines a payment without.</summary>
    public PaymentToken? Payment { get; init; }

    /// <summary>Makes a repeated request have one effect. Default none: while the first one is in progress, a second one changes nothing, and after it succeeded it is refused.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>The version that the order must have. A repeated request with the same idempotency key ignores it. Default any.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }

    /// <summary>A text for logs, without the payment.</summary>
    /// <returns>The order's id.</returns>
    public override string ToString() => $"{nameof(AuthorizeAgainRequest)} {{ OrderId = {OrderId} }}";
}
