using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request to move a delivery to another status.</summary>
public sealed record MoveDeliveryBody
{
    /// <summary>The new status: one of <see cref="DeliveryStatuses"/>.</summary>
    [JsonPropertyName("status")]
    [AllowedValues(
        DeliveryStatuses.Scheduled,
        DeliveryStatuses.Dispatched,
        DeliveryStatuses.InTransit,
        DeliveryStatuses.Delivered,
        DeliveryStatuses.Failed,
        DeliveryStatuses.Returned,
        DeliveryStatuses.Cancelled,
        DeliveryStatuses.Lost)]
    public required string Status { get; init; }
}
