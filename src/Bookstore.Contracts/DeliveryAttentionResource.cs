using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Why a person has to look at a delivery: the server cannot settle it with its courier alone.</summary>
public sealed record DeliveryAttentionResource
{
    /// <summary>What happened: one of <see cref="DeliveryAttentionReasons"/>.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>The courier's code. Omitted when there is none.</summary>
    [JsonPropertyName("code")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>When it was first noticed, in UTC.</summary>
    [JsonPropertyName("since")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset Since { get; init; }
}

/// <summary>The values of <see cref="DeliveryAttentionResource.Reason"/>. A newer server may add some.</summary>
public static class DeliveryAttentionReasons
{
    /// <summary>The courier refused the booking for good.</summary>
    public const string BookingRefused = "booking_refused";

    /// <summary>The courier refused the cancellation for good: it may come for the parcel all the same.</summary>
    public const string CancellationRefused = "cancellation_refused";

    /// <summary>
    /// The outcome of a call to the courier has been unknown for long; the call is still being repeated. Or a parcel went on its way after a failed attempt while the cancellation of its booking
    /// was being sent; the code is <c>booking_cancelled</c> once it is known that the courier does not carry it.
    /// </summary>
    public const string OutcomeUnknown = "outcome_unknown";
}
