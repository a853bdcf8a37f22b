namespace Bookstore;

/// <summary>A request to cancel an order, or some copies of it.</summary>
public sealed record CancelOrderRequest
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>
    /// The copies to cancel: up to <see cref="Order.MaxLines"/> items of 1 to <see cref="Order.MaxQuantity"/> copies, each book once. They must be in no delivery. Default empty: the whole order.
    /// </summary>
    public IReadOnlyList<CancelOrderItem> Items { get; init; } = [];

    /// <summary>Why, for the refund that the cancellation brings (<see cref="Refund.Reason"/>): 1 to <see cref="Refund.MaxReasonLength"/> characters. Default <see cref="Refund.OrderCancelled"/> or <see cref="Refund.ItemsCancelled"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Makes a repeated request answer as the first one did.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>The version that the order must have. A repeated request with the same idempotency key returns the first outcome and ignores the version. Default any.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }

    /// <summary>A text for logs, without anything that the customer or the shop wrote.</summary>
    /// <returns>The order.</returns>
    public override string ToString() => $"CancelOrderRequest {{ OrderId = {OrderId} }}";
}

/// <summary>Copies of one line that are cancelled.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies: 1 to 10,000.</param>
public sealed record CancelOrderItem(Isbn Isbn, int Quantity);
