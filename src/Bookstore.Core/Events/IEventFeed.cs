namespace Bookstore;

/// <summary>What happened in the shop, in one order, without gaps, also with several hosts.</summary>
/// <remarks>
/// Safe for use from any number of threads. An event is written in the commit that causes it: there is one for each change, and none for what was not committed. Events of one resource come in the order of their
/// <see cref="BookstoreEvent.Sequence"/>. A consumer that stores the position of the last event that it dealt with, and continues from it, gets every event at least once.
/// </remarks>
public interface IEventFeed
{
    /// <summary>Reads one page of the feed, and does not wait for new events.</summary>
    /// <example>
    /// <code>
    /// var page = await feed.ReadPageAsync(new EventQuery { Types = ["order.*"] }, cancellationToken);
    /// var next = await feed.ReadPageAsync(new EventQuery { Types = ["order.*"], After = page.Next }, cancellationToken);
    /// </code>
    /// </example>
    /// <param name="query">From where, and which types.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The events, and the position to continue from, also at the end of the feed.</returns>
    /// <exception cref="ArgumentException">A member of the query is out of range, or a type is not one of <see cref="EventTypes"/>.</exception>
    /// <exception cref="InvalidCursorException">The position was not given out by this feed: it is negative, or beyond its end.</exception>
    /// <exception cref="EventCursorExpiredException">Events behind the position were removed already.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be read.</exception>
    ValueTask<EventPage> ReadPageAsync(EventQuery query, CancellationToken cancellationToken = default);

    /// <summary>Reads the feed from a position, then returns new events as they are committed, until it is cancelled.</summary>
    /// <example>
    /// <code>
    /// long? position = null; // or the one that your program stored
    /// await foreach (var happened in feed.ReadAsync(position, ["order.*"], cancellationToken))
    /// {
    ///     Console.WriteLine(happened);
    ///     position = happened.Position; // store it where it survives your program
    /// }
    /// </code>
    /// </example>
    /// <param name="after">Events after this position; <see langword="null"/> from the oldest that is kept. Default <see langword="null"/>.</param>
    /// <param name="types">The types, see <see cref="EventQuery.Types"/>; <see langword="null"/> for all. Default <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The events by ascending position.</returns>
    /// <exception cref="ArgumentException">See <see cref="ReadPageAsync"/>; so are the other exceptions. They are thrown by the enumeration.</exception>
    IAsyncEnumerable<BookstoreEvent> ReadAsync(long? after = null, IReadOnlyList<string>? types = null, CancellationToken cancellationToken = default);

    /// <summary>Waits until the feed may have events behind a position: at once when it has, else when one is committed, on this host or another.</summary>
    /// <remarks>All callers that wait share one reader of the store, which runs only while a caller waits. While the store cannot be read, the wait continues.</remarks>
    /// <param name="after">The position, such as <see cref="EventPage.Next"/>.</param>
    /// <param name="timeout">How long to wait at most; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Whether there may be events behind the position; <see langword="false"/> after <paramref name="timeout"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is negative and not infinite, or more than a day.</exception>
    ValueTask<bool> WaitAsync(long after, TimeSpan timeout, CancellationToken cancellationToken = default);
}
