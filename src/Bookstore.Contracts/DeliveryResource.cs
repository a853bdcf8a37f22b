using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>One attempt to bring an order's goods to an address.</summary>
public sealed record DeliveryResource
{
    /// <summary>The delivery's entity tag, for <c>If-Match</c>. Not part of the body: <see langword="null"/> when the response has none, as in lists.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>The delivery's id.</summary>
    [JsonPropertyName("delivery_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string DeliveryId { get; init; }

    /// <summary>The order it brings.</summary>
    [JsonPropertyName("order_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string OrderId { get; init; }

    /// <summary>What it carries, by ascending ISBN. Omitted when it carries all of the order.</summary>
    [JsonPropertyName("items")]
    [MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ItemQuantity>? Items { get; init; }

    /// <summary>The address to deliver to, as it was given: a text, or a postal address in its parts.</summary>
    [JsonPropertyName("address")]
    [StringLength(1_000)]
    public required DeliveryAddress Address { get; init; }

    /// <summary>The courier that carries it.</summary>
    [JsonPropertyName("courier")]
    [StringLength(50)]
    public required string Courier { get; init; }

    /// <summary>The status: one of <see cref="DeliveryStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>The courier's tracking number, once booked.</summary>
    [JsonPropertyName("tracking_number")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TrackingNumber { get; init; }

    /// <summary>The parcels that it is packed in, as the shop named them. Omitted when it named none.</summary>
    [JsonPropertyName("parcels")]
    [MaxLength(100)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ParcelResource>? Parcels { get; init; }

    /// <summary>Where the parcel's label can be fetched, once booked. Omitted when the courier does not say.</summary>
    [JsonPropertyName("label_url")]
    [StringLength(2_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LabelUrl { get; init; }

    /// <summary>When it is expected to arrive, in UTC: what the courier said last, else what was asked for. Omitted when neither is known.</summary>
    [JsonPropertyName("expected_at")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>Why a person has to look at it. Omitted when there is no reason.</summary>
    [JsonPropertyName("attention")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeliveryAttentionResource? Attention { get; init; }

    /// <summary>When it was scheduled, in UTC.</summary>
    [JsonPropertyName("created_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything about it last changed, in UTC.</summary>
    [JsonPropertyName("updated_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A text without the address, which is personal data.</summary>
    /// <returns>The type's name, the id and the status.</returns>
    public override string ToString() => $"{nameof(DeliveryResource)} {DeliveryId} {Status}";
}
