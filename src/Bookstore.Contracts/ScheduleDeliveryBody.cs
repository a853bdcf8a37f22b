using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request to deliver an order, or a part of it.</summary>
public sealed record ScheduleDeliveryBody
{
    /// <summary>The order.</summary>
    [JsonPropertyName("order_id")]
    [StringLength(100, MinimumLength = 1)]
    public required string OrderId { get; init; }

    /// <summary>What it carries: 1 to 200 items of the order. The same book twice is one item with the sum. Default all that is left to deliver.</summary>
    [JsonPropertyName("items")]
    [MinLength(1), MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ItemQuantity>? Items { get; init; }

    /// <summary>Where to: a text of 1 to 1,000 characters, or a postal address in its parts.</summary>
    [JsonPropertyName("address")]
    [StringLength(1_000, MinimumLength = 1)]
    [DataType(DataType.MultilineText)]
    public required DeliveryAddress Address { get; init; }

    /// <summary>The parcels that it is packed in: 1 to 100, each with a tracking number of its own. Default none.</summary>
    [JsonPropertyName("parcels")]
    [MinLength(1), MaxLength(100)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ParcelResource>? Parcels { get; init; }

    /// <summary>When the customer was told that it arrives, RFC 3339, such as <c>2026-11-22T10:30:00Z</c>: from 2000 to 2099. The courier's own date replaces it.</summary>
    [JsonPropertyName("expected_at")]
    [StringLength(35, MinimumLength = 20)]
    [DataType("planned-time")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExpectedAt { get; init; }

    /// <summary>Which courier: up to 50 characters. Default <c>local</c>.</summary>
    [JsonPropertyName("courier")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Courier { get; init; }

    /// <summary>A text without the address, which is personal data.</summary>
    /// <returns>The type's name and the order.</returns>
    public override string ToString() => $"{nameof(ScheduleDeliveryBody)} {OrderId}";
}
