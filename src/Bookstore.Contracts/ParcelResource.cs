using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>One of the parcels that a delivery is packed in.</summary>
public sealed record ParcelResource
{
    /// <summary>Its tracking number: 1 to 100 characters.</summary>
    [JsonPropertyName("tracking_number")]
    [StringLength(100, MinimumLength = 1)]
    public required string TrackingNumber { get; init; }

    /// <summary>Who carries it, where that is not the delivery's courier: 1 to 50 characters.</summary>
    [JsonPropertyName("carrier")]
    [StringLength(50, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Carrier { get; init; }

    /// <summary>Its weight in kilograms: 0 to 100,000.</summary>
    [JsonPropertyName("weight")]
    [Range(0, 100_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Weight { get; init; }

    /// <summary>A text without the tracking number, which leads to the customer.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(ParcelResource);
}
