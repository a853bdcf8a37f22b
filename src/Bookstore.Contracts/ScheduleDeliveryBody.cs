using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request to deliver an order.</summary>
public sealed record ScheduleDeliveryBody
{
    /// <summary>The order.</summary>
    [JsonPropertyName("order_id")]
    [StringLength(100, MinimumLength = 1)]
    public required string OrderId { get; init; }

    /// <summary>Where to: 1 to 1,000 characters.</summary>
    [JsonPropertyName("address")]
    [StringLength(1_000, MinimumLength = 1)]
    [DataType(DataType.MultilineText)]
    public required string Address { get; init; }

    /// <summary>Which courier: up to 50 characters. Default <c>local</c>.</summary>
    [JsonPropertyName("courier")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Courier { get; init; }

    /// <summary>A text without the address, which is personal data.</summary>
    /// <returns>The type's name and the order.</returns>
    public override string ToString() => $"{nameof(ScheduleDeliveryBody)} {OrderId}";
}
