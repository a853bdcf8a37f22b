namespace Bookstore;

/// <summary>The outcome of one try to deal with an event.</summary>
/// <param name="Kind">Which of the outcomes.</param>
/// <param name="Error">What went wrong, for the log and for people; <see langword="null"/> when nothing did.</param>
/// <param name="RetryAfter">The shortest time until the next try; <see langword="null"/> when the consumer's own schedule decides.</param>
internal readonly record struct ConsumeOutcome(ConsumeOutcomeKind Kind, string? Error, TimeSpan? RetryAfter)
{
    private const int MaxErrorLength = 500;

    private static readonly string[] Names = ["done", "failed", "parked", "stop", "not_begun", "waited"];

    /// <summary>The outcome in metrics.</summary>
    public string Name => Names[(int)Kind];

    /// <summary>The event is dealt with.</summary>
    public static ConsumeOutcome Done => default;

    /// <summary>The event is tried again later. Later events of its resource wait for it.</summary>
    public static ConsumeOutcome Failed(string error, TimeSpan? retryAfter = null) => new(ConsumeOutcomeKind.Failed, Shorten(error), retryAfter);

    /// <summary>The event is kept, and not tried again before it is sent again. Later events of its resource are delivered.</summary>
    public static ConsumeOutcome Parked(string error) => new(ConsumeOutcomeKind.Parked, Shorten(error), null);

    /// <summary>The consumer stops, on every host, until it is resumed. The event is not dealt with: it comes again then.</summary>
    public static ConsumeOutcome Stop(string reason) => new(ConsumeOutcomeKind.Stop, Shorten(reason), null);

    /// <summary>The handler was not called: no thread was free for it. The event counts as not tried.</summary>
    public static ConsumeOutcome NotBegun => new(ConsumeOutcomeKind.NotBegun, null, null);

    /// <summary>There was no try: the consumer waited in vain for its turn, as long as it may. The event counts as not tried, and waits again.</summary>
    public static ConsumeOutcome Waited => new(ConsumeOutcomeKind.Waited, null, null);

    /// <summary>A try that threw.</summary>
    public static ConsumeOutcome Of(Exception fault) => Failed($"{fault.GetType().Name}: {fault.Message}");

    // What a store cannot keep is not kept: the text is for people.
    private static string Shorten(string error)
    {
        var text = string.Concat(error.Where(static character => !char.IsControl(character) && !char.IsSurrogate(character)));
        return text.Length <= MaxErrorLength ? text : text[..MaxErrorLength];
    }
}

/// <summary>The outcomes of a try.</summary>
internal enum ConsumeOutcomeKind
{
    Done,
    Failed,
    Parked,
    Stop,
    NotBegun,
    Waited,
}
