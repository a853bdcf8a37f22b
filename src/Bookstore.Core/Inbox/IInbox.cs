namespace Bookstore;

/// <summary>What comes in from outside: each notification is kept in a commit before it is acknowledged, and is a reason to ask the payment service. Thread-safe.</summary>
/// <remarks>Duplicates, late, reordered and foreign notifications change nothing. Entries are removed 30 days after their last change.</remarks>
public interface IInbox
{
    /// <summary>Checks a request and keeps its notification.</summary>
    /// <param name="source">The <see cref="INotificationSource.Source"/>.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>What happened. The notification is on record when it is <see cref="ReceiveNotificationOutcome.Accepted"/> or <see cref="ReceiveNotificationOutcome.Duplicate"/>.</returns>
    /// <exception cref="BookstoreOverloadedException">Too many writes wait; nothing was kept. The sender has to send it again.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used. The sender has to send it again.</exception>
    Task<ReceiveNotificationOutcome> ReceiveAsync(string source, IncomingNotification request, CancellationToken cancellationToken = default);

    /// <summary>Lists notifications that could not be worked on and wait for a person, by descending id.</summary>
    /// <param name="after">The id of the last entry of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="limit">How many at most: 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The entries.</returns>
    ValueTask<IReadOnlyList<InboxEntry>> ListParkedAsync(Guid? after = null, int limit = 100, CancellationToken cancellationToken = default);

    /// <summary>Has a parked notification worked on again.</summary>
    /// <param name="entryId">The entry.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns><see langword="false"/> when there is no such entry, or it is not parked.</returns>
    Task<bool> RetryAsync(Guid entryId, CancellationToken cancellationToken = default);
}

/// <summary>What became of a request that came in.</summary>
public enum ReceiveNotificationOutcome
{
    /// <summary>It is on record and will be worked on.</summary>
    Accepted = 1,

    /// <summary>It was on record already.</summary>
    Duplicate = 2,

    /// <summary>It is authentic, and the shop does not need it. Nothing was kept.</summary>
    Ignored = 3,

    /// <summary>Its signature is missing, wrong or too old. Nothing was read.</summary>
    Unauthorized = 4,

    /// <summary>The shop has no such source.</summary>
    SourceNotFound = 5,
}

/// <summary>A notification in the inbox.</summary>
public sealed record InboxEntry
{
    /// <summary>The entry's id, which follows from the source and the sender's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The source.</summary>
    public required string Source { get; init; }

    /// <summary>What it says.</summary>
    public required Notification Notification { get; init; }

    /// <summary>How often it was tried.</summary>
    public required int Attempts { get; init; }

    /// <summary>The type of the exception that ended the last try; <see langword="null"/> when none did.</summary>
    public string? Failure { get; init; }

    /// <summary>When it came in, in UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }
}
