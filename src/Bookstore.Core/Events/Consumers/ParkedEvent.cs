namespace Bookstore;

/// <summary>An event that a consumer could not deal with yet, kept until it can.</summary>
public sealed record ParkedEvent
{
    /// <summary>The event, whole: also when the feed has removed it meanwhile.</summary>
    public required BookstoreEvent Event { get; init; }

    /// <summary>Whether it is tried by itself.</summary>
    public required ParkedEventState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next, by this host's clock; <see langword="null"/> when not by itself.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What the last try said; <see langword="null"/> for an event that was not tried. It may name what the consumer's own code put into its exception.</summary>
    public string? LastError { get; init; }

    /// <summary>Since when it is kept, by the clock of the host that parked it.</summary>
    public required DateTimeOffset ParkedAt { get; init; }
}

/// <summary>The states of a parked event.</summary>
public enum ParkedEventState
{
    /// <summary>It failed, and is tried again when it is due.</summary>
    Retrying = 1,

    /// <summary>It waits behind an earlier event of its resource.</summary>
    Waiting = 2,

    /// <summary>It has failed for good. It is tried again when it is sent again, and later events of its resource are delivered.</summary>
    Parked = 3,

    /// <summary>It is discarded: the host that runs the consumer removes it without a further try.</summary>
    Discarded = 4,
}
