using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request to pay an order again, whose payment could not be captured.</summary>
public sealed record PayOrderBody
{
    /// <summary>What it is paid with.</summary>
    [JsonPropertyName("payment")]
    public required PaymentBody Payment { get; init; }
}
