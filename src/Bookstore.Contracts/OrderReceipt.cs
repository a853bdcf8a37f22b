using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>The response to a placed order.</summary>
public sealed record OrderReceipt
{
    /// <summary>The order's id.</summary>
    [JsonPropertyName("order_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string OrderId { get; init; }

    /// <summary><see cref="OrderStatuses.Created"/>, or <see cref="OrderStatuses.Pending"/> while the payment's outcome is not known.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>What is charged.</summary>
    [JsonPropertyName("total")]
    public required decimal Total { get; init; }

    /// <summary>The total's currency, ISO 4217.</summary>
    [JsonPropertyName("currency")]
    [StringLength(3, MinimumLength = 3)]
    public required string Currency { get; init; }

    /// <summary><see cref="PaymentStatuses.NotRequired"/> where nothing is charged, <see cref="PaymentStatuses.ActionRequired"/> while the customer has to act; <see langword="null"/> otherwise.</summary>
    [JsonPropertyName("payment_status")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PaymentStatus { get; init; }

    /// <summary>The step that the customer has to take before the payment is approved, when the gateway asks for one. The same request with the same idempotency key returns it again while the order waits.</summary>
    [JsonPropertyName("action")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderActionResource? Action { get; init; }

    /// <summary>Where the customer has to go: the <see cref="OrderActionResource.Url"/> of <see cref="Action"/>.</summary>
    [JsonPropertyName("action_url")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ActionUrl { get; init; }
}
