using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>How far the erasure of a customer is. It does not name the customer.</summary>
public sealed record CustomerErasureResource
{
    /// <summary>How far it is: one of <see cref="CustomerErasureStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>How many orders were erased since it was asked for.</summary>
    [JsonPropertyName("erased_orders")]
    [Range(0, int.MaxValue)]
    public required int ErasedOrders { get; init; }

    /// <summary>How many orders wait until they have ended, as far as they were looked at.</summary>
    [JsonPropertyName("waiting")]
    [Range(0, int.MaxValue)]
    public required int Waiting { get; init; }

    /// <summary>The first of the orders that wait, newest first.</summary>
    [JsonPropertyName("waiting_order_ids")]
    [MaxLength(100)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<string> WaitingOrderIds { get; init; }

    /// <summary>When it was asked for, in UTC.</summary>
    [JsonPropertyName("started_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset StartedAt { get; init; }
}

/// <summary>The values of <see cref="CustomerErasureResource.Status"/>. A newer server may add some.</summary>
public static class CustomerErasureStatuses
{
    /// <summary>Nothing of the customer is left, and no record of the erasure either.</summary>
    public const string Completed = "completed";

    /// <summary>Orders are left that are being erased in the background.</summary>
    public const string InProgress = "in_progress";

    /// <summary>Orders are left that have not ended: each is erased within about an hour of its end.</summary>
    public const string Waiting = "waiting";
}
