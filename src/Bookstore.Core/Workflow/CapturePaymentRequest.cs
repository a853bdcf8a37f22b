namespace Bookstore;

/// <summary>A request to capture an order's held amount.</summary>
public sealed record CapturePaymentRequest
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>How much to capture: more than zero, up to the order's total, with no more decimals than its currency has. The rest is released, and cannot be captured later. Default <see langword="null"/>: all of it.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Makes a repeated request answer as the first one did.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>The version that the order must have. A repeated request with the same idempotency key ignores it. Default any.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }
}
