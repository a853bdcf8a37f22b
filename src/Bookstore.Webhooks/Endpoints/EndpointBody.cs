using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>An endpoint as it is stored.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record EndpointBody : DocumentBody
{
    public string Url { get; set; } = string.Empty;

    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>The secret, see <see cref="SecretCipher"/>.</summary>
    public string Secret { get; set; } = string.Empty;

    /// <summary>The secret before; <see langword="null"/> when it was never rotated.</summary>
    public string? PreviousSecret { get; set; }

    /// <summary>Until when requests are signed with both.</summary>
    public DateTimeOffset? PreviousUntil { get; set; }

    public WebhookDisableReason? DisableReason { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Since when it is enabled. Failures before do not count.</summary>
    public DateTimeOffset EnabledAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Counts the changes.</summary>
    public int Changes { get; set; }

    /// <summary>Counts the events of the endpoint in the feed.</summary>
    public long Events { get; set; }
}

/// <summary>The last tries of an endpoint.</summary>
internal sealed record TryLogBody : DocumentBody
{
    /// <summary>The tries, oldest first.</summary>
    public IReadOnlyList<TryBody> Tries { get; set; } = [];

    /// <summary>The number of the next try.</summary>
    public long Next { get; set; } = 1;

    /// <summary>Since when every try has failed; <see langword="null"/> after a success.</summary>
    public DateTimeOffset? FailingSince { get; set; }
}

/// <summary>A try.</summary>
internal sealed record TryBody : DocumentBody
{
    public long Number { get; set; }

    public Guid EventId { get; set; }

    /// <summary>The event's place in the feed; zero of a ping.</summary>
    public long Position { get; set; }

    public string Type { get; set; } = string.Empty;

    public string Resource { get; set; } = string.Empty;

    public long Sequence { get; set; }

    public int Attempt { get; set; }

    public bool IsSuccess { get; set; }

    public DateTimeOffset At { get; set; }

    public long Milliseconds { get; set; }

    public int? Status { get; set; }

    public string? Response { get; set; }

    public string? Error { get; set; }

    public static TryBody Of(BookstoreEvent happened, int attempt, SendResult result) => new()
    {
        EventId = happened.Id,
        Position = happened.Position,
        Type = happened.Type,
        Resource = happened.Resource,
        Sequence = happened.Sequence,
        Attempt = attempt,
        IsSuccess = result.IsSuccess,
        At = result.StartedAt,
        Milliseconds = (long)result.Duration.TotalMilliseconds,
        Status = result.Status,
        Response = string.IsNullOrEmpty(result.Response) ? null : result.Response,
        Error = result.IsSuccess ? null : result.Error,
    };

    public WebhookDelivery ToDelivery() => new()
    {
        EventId = EventId,
        Type = Type,
        Resource = Resource,
        Sequence = Sequence,
        State = IsSuccess ? WebhookDeliveryState.Delivered : WebhookDeliveryState.Failed,
        Attempts = Attempt,
        At = At,
        Duration = TimeSpan.FromMilliseconds(Milliseconds),
        Status = Status,
        Response = Response,
        Error = Error,
    };
}

/// <summary>How the bodies of webhooks are written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EndpointBody))]
[JsonSerializable(typeof(TryLogBody))]
internal sealed partial class WebhookJsonContext : JsonSerializerContext;
