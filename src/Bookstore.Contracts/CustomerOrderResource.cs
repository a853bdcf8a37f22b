using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>An order of a customer with all that belongs to it, for a copy of the customer's data.</summary>
public sealed record CustomerOrderResource
{
    /// <summary>The order.</summary>
    [JsonPropertyName("order")]
    public required OrderResource Order { get; init; }

    /// <summary>Its deliveries with their addresses, newest first.</summary>
    [JsonPropertyName("deliveries")]
    [MaxLength(30)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<DeliveryResource> Deliveries { get; init; }

    /// <summary>Its refunds, the oldest first.</summary>
    [JsonPropertyName("refunds")]
    [MaxLength(101)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<RefundResource> Refunds { get; init; }

    /// <summary>Its returns and withdrawals, the oldest first.</summary>
    [JsonPropertyName("returns")]
    [MaxLength(101)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<ReturnResource> Returns { get; init; }

    /// <summary>A text without what the customer wrote.</summary>
    /// <returns>The type's name and the order's id.</returns>
    public override string ToString() => $"{nameof(CustomerOrderResource)} {Order.OrderId}";
}
