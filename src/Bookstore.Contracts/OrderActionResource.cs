using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A step that the customer has to take before the payment is approved, a 3-D Secure challenge for example.</summary>
public sealed record OrderActionResource
{
    /// <summary>Where the customer has to go. Omitted when the step is taken in the shop's own page with <see cref="ClientSecret"/>.</summary>
    [JsonPropertyName("url")]
    [StringLength(2_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    /// <summary>What the gateway's script in the customer's browser needs to continue the payment. For this customer alone: do not log or store it. Omitted when none is needed.</summary>
    [JsonPropertyName("client_secret")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientSecret { get; init; }

    /// <summary>When the order is given up unless the customer has acted, in UTC.</summary>
    [JsonPropertyName("expires_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>A text without the secret in it.</summary>
    /// <returns>The type's name and the time.</returns>
    public override string ToString() => $"{nameof(OrderActionResource)} until {ExpiresAt:O}";
}
