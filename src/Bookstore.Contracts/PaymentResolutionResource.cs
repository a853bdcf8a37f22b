using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>How a person resolved a payment that the server could not finish. An order keeps the last one.</summary>
public sealed record PaymentResolutionResource
{
    /// <summary>What the person did: one of <see cref="PaymentResolutionKinds"/>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The call that the person resolved: one of <see cref="PaymentActions"/>. Omitted where there was none, because the order was pending, and where another authorization arrived since.</summary>
    [JsonPropertyName("action")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Action { get; init; }

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

/// <summary>The values of <see cref="PaymentResolutionResource.Action"/>. A newer server may add some.</summary>
public static class PaymentActions
{
    /// <summary>The authorized amount was to be captured.</summary>
    public const string Capture = "capture";

    /// <summary>The authorization was to be voided.</summary>
    public const string Void = "void";

    /// <summary>The captured amount was to go back.</summary>
    public const string Refund = "refund";

    /// <summary>The order was being authorized again.</summary>
    public const string Authorize = "authorize";
}
