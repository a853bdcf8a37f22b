using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request to hold copies for a cart.</summary>
public sealed record CreateReservationBody
{
    /// <summary>What to hold: 1 to 200 items, all of them or none. The same book twice is one item with the sum.</summary>
    [JsonPropertyName("items")]
    [MinLength(1), MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<PlaceOrderItem> Items { get; init; }

    /// <summary>For how long, in seconds: 1 to 2,592,000, which is 30 days. Default 900, which is 15 minutes.</summary>
    [JsonPropertyName("expires_in")]
    [Range(1, 2_592_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExpiresIn { get; init; }
}

/// <summary>A request to hold a cart's copies for longer.</summary>
public sealed record ExtendReservationBody
{
    /// <summary>For how long from now, in seconds: 1 to 2,592,000, which is 30 days. Default 900, which is 15 minutes.</summary>
    [JsonPropertyName("expires_in")]
    [Range(1, 2_592_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExpiresIn { get; init; }
}
