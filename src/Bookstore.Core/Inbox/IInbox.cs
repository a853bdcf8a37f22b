namespace Bookstore;

/// <summary>What comes in from outside: each notification is kept in a commit before it is acknowledged, and is a reason to ask the payment service or the courier. Thread-safe.</summary>
/// <remarks>Duplicates, late, reordered and foreign notifications change nothing. Entries are removed 30 days after their last change.</remarks>
public interface IInbox
{
    /// <summary>Whether this host takes the notifications of a source in, so that nothing needs to be read of what is sent to others.</summary>
    /// <param name="source">The <see cref="INotificationSource.Source"/>, or the <see cref="ICourier.Name"/>.</param>
    /// <returns>Whether it does.</returns>
    bool HasSource(string source);

    /// <summary>Checks a request and keeps its notification.</summary>
    /// <param name="source">The <see cref="INotificationSource.Source"/>, or the <see cref="ICourier.Name"/>.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>What happened. The notification is on record when it is <see cref="ReceiveNotificationOutcome.Accepted"/> or <see cref="ReceiveNotificationOutcome.Duplicate"/>.</returns>
    /// <exception cref="BookstoreOverloadedException">Too many writes wait; nothing was kept. The sender has to send it again.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used. The sender has to send it again.</exception>
    Task<ReceiveNotificationOutcome> ReceiveAsync(string source, IncomingNotification request, CancellationToken cancellationToken = default);

    /// <summary>Lists the entries of all sources, also of those that this host does not have, by descending id: one page. An entry that cannot be read is left out.</summary>
    /// <param name="query">Which entries, and which page.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The page, and the cursor of the next one.</returns>
    /// <exception cref="ArgumentException">A member of the query is out of range.</exception>
    /// <exception cref="InvalidCursorException">The cursor is not of this list.</exception>
    ValueTask<Page<InboxEntry>> ListAsync(InboxQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds an entry.</summary>
    /// <param name="entryId">The entry.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The entry, or <see langword="null"/>.</returns>
    /// <exception cref="BookstoreStoreException">The entry cannot be read, or the store cannot be used.</exception>
    ValueTask<InboxEntry?> FindAsync(Guid entryId, CancellationToken cancellationToken = default);

    /// <summary>Has a notification worked on again now: one that is parked, or one that waits after a failed try. It counts its tries anew.</summary>
    /// <param name="entryId">The entry.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns><see langword="false"/> when there is no such entry, or it is done.</returns>
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
