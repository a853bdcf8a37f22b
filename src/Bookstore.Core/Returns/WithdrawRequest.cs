namespace Bookstore;

/// <summary>A customer's withdrawal from an order, or from a part of it.</summary>
public sealed record WithdrawRequest
{
    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The copies, each book once: up to 200 lines. Default none: all of the order.</summary>
    public IReadOnlyList<ReturnItem> Items { get; init; } = [];

    /// <summary>What the customer wrote: up to <see cref="Return.MaxStatementLength"/> characters. Default nothing.</summary>
    public string? Statement { get; init; }

    /// <summary>The version that the order must have, else nothing changes. Default any. A repeated request with the same key ignores it.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }

    /// <summary>Makes a repeated request return the first withdrawal. Without one, each request is a withdrawal of its own.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }

    /// <summary>A text for logs, without anything that the customer or the shop wrote.</summary>
    /// <returns>The order.</returns>
    public override string ToString() => $"WithdrawRequest {{ OrderId = {OrderId} }}";
}
