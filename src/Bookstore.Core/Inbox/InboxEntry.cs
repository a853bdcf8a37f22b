namespace Bookstore;

/// <summary>A notification in the inbox.</summary>
public sealed record InboxEntry
{
    /// <summary>The entry's id, which follows from the source and the sender's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>Whether this host has the source. An entry that waits for a source that no host has is not worked on, and is removed after 30 days.</summary>
    public required bool IsServed { get; init; }

    /// <summary>What it says.</summary>
    public required Notification Notification { get; init; }

    /// <summary>How far it has got.</summary>
    public required InboxState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>What ended the last try: the type of an exception, or why a delivery could not be moved, such as <c>PaymentNotCaptured</c>; <see langword="null"/> when nothing failed.</summary>
    public string? Failure { get; init; }

    /// <summary>When it came in, in UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it is tried next, or removed, in UTC.</summary>
    public required DateTimeOffset DueAt { get; init; }
}

/// <summary>The states of an entry. The numbers are stored.</summary>
public enum InboxState
{
    /// <summary>The sender's service has to be asked.</summary>
    Waiting = 1,

    /// <summary>Nothing is left to do; it is kept so that a duplicate changes nothing, and removed when it is due.</summary>
    Done = 2,

    /// <summary>It failed too often and waits for a person; removed when it is due.</summary>
    Parked = 3,
}

/// <summary>The entries of one source that are due, and that this host does not work on.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Notifications">How many were counted, up to 1,000; there may be more.</param>
/// <param name="DueSince">When the first of them was due, in the store's time.</param>
public sealed record InboxBacklog(string Source, long Notifications, DateTimeOffset DueSince);
