using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Copies that are held for a cart until it is turned into an order, released, or expires.</summary>
public sealed record ReservationResource
{
    /// <summary>The reservation's id.</summary>
    [JsonPropertyName("reservation_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string ReservationId { get; init; }

    /// <summary>What is held, one item a book, by ascending ISBN. Fewer copies where an order of the cart failed that had taken fewer.</summary>
    [JsonPropertyName("items")]
    [MinLength(1), MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<ReservationItemResource> Items { get; init; }

    /// <summary>Whether the copies are still held: one of <see cref="ReservationStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>From when on it may be released, in UTC.</summary>
    [JsonPropertyName("expires_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>A number of copies of one book that a cart has.</summary>
public sealed record ReservationItemResource
{
    /// <summary>The ISBN-13, without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(13, MinimumLength = 13)]
    public required string Isbn { get; init; }

    /// <summary>The copies.</summary>
    [JsonPropertyName("quantity")]
    [Range(1, 10_000)]
    public required int Quantity { get; init; }
}

/// <summary>The values of <see cref="ReservationResource.Status"/>. A newer server may add some.</summary>
public static class ReservationStatuses
{
    /// <summary>The copies are held.</summary>
    public const string Held = "held";

    /// <summary>Released by its owner.</summary>
    public const string Released = "released";

    /// <summary>Released after its expiry.</summary>
    public const string Expired = "expired";

    /// <summary>Its copies went over to an order. If the order is not paid before the expiry, it is <see cref="Held"/> again.</summary>
    public const string Ordered = "ordered";
}
