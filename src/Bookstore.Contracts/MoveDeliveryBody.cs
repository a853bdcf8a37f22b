using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Where a delivery is to be moved.</summary>
public sealed record MoveDeliveryBody
{
    /// <summary>The new status: one of <see cref="DeliveryStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }
}
