using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request to capture the held amount of an order.</summary>
public sealed record CapturePaymentBody
{
    /// <summary>How much to capture: more than zero, up to the order's total, in its currency's decimals. The rest is released. Default: all of it.</summary>
    [JsonPropertyName("amount")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Amount { get; init; }
}
