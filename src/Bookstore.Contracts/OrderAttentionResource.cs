using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Why a person has to look at an order: the server cannot finish its payment alone.</summary>
public sealed record OrderAttentionResource
{
    /// <summary>What happened: one of <see cref="AttentionReasons"/>.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>The gateway's code, or another short code that says more. Omitted when there is none.</summary>
    [JsonPropertyName("code")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>When it was first noticed, in UTC.</summary>
    [JsonPropertyName("since")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset Since { get; init; }
}

/// <summary>The values of <see cref="OrderAttentionResource.Reason"/>. A newer server may add some.</summary>
public static class AttentionReasons
{
    /// <summary>The gateway refused the capture for good.</summary>
    public const string CaptureRefused = "capture_refused";

    /// <summary>The gateway refused the void for good: the customer's money may still be held.</summary>
    public const string VoidRefused = "void_refused";

    /// <summary>The gateway refused the refund for good: the shop still has the customer's money.</summary>
    public const string RefundRefused = "refund_refused";

    /// <summary>The outcome of a call has been unknown for long; the call is still being repeated.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>The gateway's records contradict the shop's; the call is still being repeated.</summary>
    public const string Contradiction = "contradiction";

    /// <summary>The held amount is released by the gateway soon: capture it before, or cancel the order.</summary>
    public const string AuthorizationExpiring = "authorization_expiring";

    /// <summary>The customer disputes the payment at their bank, or the bank has decided for them.</summary>
    public const string Disputed = "disputed";
}
