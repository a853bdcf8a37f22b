namespace Bookstore;

/// <summary>An event that is to be delivered to a webhook endpoint, or a try of that.</summary>
public sealed record WebhookDelivery
{
    /// <summary>The most characters of <see cref="Response"/> are its first 1,024 bytes.</summary>
    public const int MaxResponseLength = 1_024;

    /// <summary>The event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The event's type.</summary>
    public required string Type { get; init; }

    /// <summary>The event's resource.</summary>
    public required string Resource { get; init; }

    /// <summary>The event's sequence.</summary>
    public required long Sequence { get; init; }

    /// <summary>The state.</summary>
    public required WebhookDeliveryState State { get; init; }

    /// <summary>How many tries were made: of a try, which it is. Zero of a ping, and of an event that was sent again by hand.</summary>
    public int Attempts { get; init; }

    /// <summary>When the next try is due; <see langword="null"/> when none is.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the try began; of what is not delivered yet, when the first one failed or the event began to wait.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How long the try took.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The HTTP status of the response; <see langword="null"/> where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>The beginning of the response, as text.</summary>
    public string? Response { get; init; }

    /// <summary>Why the last try failed.</summary>
    public string? Error { get; init; }
}

/// <summary>The state of a delivery to a webhook endpoint. Minor versions may add values.</summary>
public enum WebhookDeliveryState
{
    /// <summary>A try that the receiver accepted.</summary>
    Delivered = 1,

    /// <summary>A try that failed.</summary>
    Failed = 2,

    /// <summary>Not delivered: the last try failed, and another one is due.</summary>
    Retrying = 3,

    /// <summary>Not delivered: it waits for an earlier event of its resource.</summary>
    Waiting = 4,

    /// <summary>Not delivered, and no further try is due.</summary>
    Parked = 5,
}
