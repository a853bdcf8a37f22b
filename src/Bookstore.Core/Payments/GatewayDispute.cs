namespace Bookstore;

/// <summary>A dispute about a payment, as the gateway has it.</summary>
public sealed record GatewayDispute
{
    /// <summary>The gateway's id of the dispute: 1 to 200 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Its status. Default <see cref="DisputeStatus.Open"/>.</summary>
    public DisputeStatus Status { get; init; } = DisputeStatus.Open;

    /// <summary>The disputed amount; <see langword="null"/>: what was captured.</summary>
    public Money? Amount { get; init; }

    /// <summary>Why, a short code such as <c>fraudulent</c>; <see langword="null"/> when there is none. The shop stores its first 100 characters.</summary>
    public string? Reason { get; init; }
}
