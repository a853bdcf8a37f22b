using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>How a person resolved a payment that the server could not finish. An order keeps the last one.</summary>
public sealed record PaymentResolutionResource
{
    /// <summary>What the person did: one of <see cref="PaymentResolutionKinds"/>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The reference of what was done, or the reason for giving up.</summary>
    [JsonPropertyName("note")]
    [StringLength(500)]
    public required string Note { get; init; }

    /// <summary>When, in UTC.</summary>
    [JsonPropertyName("at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset At { get; init; }
}

/// <summary>The values of <see cref="PaymentResolutionResource.Kind"/>. A newer server may add some.</summary>
public static class PaymentResolutionKinds
{
    /// <summary>The capture, void or refund was made another way.</summary>
    public const string MarkedDone = "marked_done";

    /// <summary>It was given up.</summary>
    public const string GivenUp = "given_up";
}
