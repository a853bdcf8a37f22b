namespace Bookstore;

/// <summary>A request to give money of an order back: an amount, the worth of copies, shipping, or all that is left.</summary>
public sealed record CreateRefundRequest
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The amount in the order's currency, above zero. <see langword="null"/> (default): what <see cref="Items"/> and <see cref="Shipping"/> are worth, or all that is left when neither is set.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The copies whose worth goes back, each book once. Default none. Not together with <see cref="Amount"/>.</summary>
    public IReadOnlyList<RefundItem> Items { get; init; } = [];

    /// <summary>Whether shipping goes back. Default <see langword="false"/>. Not together with <see cref="Amount"/>.</summary>
    public bool Shipping { get; init; }

    /// <summary>Why: 1 to <see cref="Refund.MaxReasonLength"/> characters.</summary>
    public required string Reason { get; init; }

    /// <summary>A note for the shop: up to <see cref="Refund.MaxNoteLength"/> characters. Default none.</summary>
    public string? Note { get; init; }

    /// <summary>The version that the order must have, else nothing changes. Default any. A repeated request with the same key ignores it.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }

    /// <summary>Makes a repeated request return the first refund. Without one, each request makes a refund of its own.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>A text for logs, without anything that the customer or the shop wrote.</summary>
    /// <returns>The order.</returns>
    public override string ToString() => $"CreateRefundRequest {{ OrderId = {OrderId} }}";
}
