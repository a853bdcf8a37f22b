using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The body of a notification's document.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record InboxBody : DocumentBody
{
    public string Source { get; set; } = string.Empty;

    public string NotificationId { get; set; } = string.Empty;

    public string Type { get; set; } = string.Empty;

    public string Reference { get; set; } = string.Empty;

    public int Fence { get; set; }

    public int Attempts { get; set; }

    public string? Failure { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>What a courier saw; <see langword="null"/> for a payment.</summary>
    public InboxScan? Scan { get; set; }
}

/// <summary>A courier's scan in the body.</summary>
internal sealed record InboxScan : DocumentBody
{
    public Guid? DeliveryId { get; set; }

    public string? TrackingNumber { get; set; }

    public int Status { get; set; }

    public DateTimeOffset At { get; set; }

    public CourierScan ToScan() => new((DeliveryStatus)Status, At);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(InboxBody))]
internal sealed partial class InboxJsonContext : JsonSerializerContext;
