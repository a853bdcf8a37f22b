namespace Bookstore;

/// <summary>A request to cancel an order.</summary>
public sealed record CancelOrderRequest
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Makes a repeated request answer as the first one did.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>The version that the order must have. A repeated request with the same idempotency key returns the first outcome and ignores the version. Default any.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }
}
