using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>The last tries of an endpoint.</summary>
internal sealed record TryLogBody : DocumentBody
{
    /// <summary>How many characters of responses are kept in all, those of the newest tries.</summary>
    public const int MaxResponses = 32 * 1_024;

    /// <summary>The tries, oldest first.</summary>
    public IReadOnlyList<TryBody> Tries { get; set; } = [];

    /// <summary>The number of the next try.</summary>
    public long Next { get; set; } = 1;

    /// <summary>The failures since the last success; <see langword="null"/> after a success.</summary>
    public FailureRun? Failing { get; set; }

    /// <summary>Adds tries, but for those that are there already, and keeps the last ones.</summary>
    public TryLogBody With(IReadOnlyList<TryBody> made)
    {
        var next = Next;
        List<TryBody> all = [.. Tries.Concat(made.Where(one => !Tries.Any(one.IsSame)).Select(one => one with { Number = next++ })).TakeLast(TryLog.MaxTries)];
        var room = MaxResponses;
        for (var i = all.Count - 1; i >= 0; i--)
        {
            room -= all[i].Response?.Length ?? 0;
            all[i] = room < 0 ? all[i] with { Response = null } : all[i];
        }

        return this with { Tries = all, Next = next };
    }
}

/// <summary>A try.</summary>
internal sealed record TryBody : DocumentBody
{
    // Of what succeeds, more is of no use to anyone.
    private const int MaxResponseOfSuccess = 128;

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
        Response = ShownOf(result, isByHand: attempt == 0),
        Error = result.IsSuccess ? null : result.Error,
    };

    /// <summary>Whether it is the same try; the numbers may differ.</summary>
    public bool IsSame(TryBody other) => (EventId, At, Attempt, Milliseconds) == (other.EventId, other.At, other.Attempt, other.Milliseconds);

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

    private static string? ShownOf(SendResult result, bool isByHand) => result.Response switch
    {
        null or "" => null,
        { Length: > MaxResponseOfSuccess } text when result.IsSuccess && !isByHand => text[..MaxResponseOfSuccess],
        var text => text,
    };
}
