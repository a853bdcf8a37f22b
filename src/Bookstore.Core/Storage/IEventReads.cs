using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Reads the feed of events.</summary>
/// <remarks>
/// For what is common to all reads of a store, see <see cref="IBookstoreStore"/>. Events have positions 1, 2, 3 and so on. Once a read has returned an event or <see cref="EventSlice.Last"/>, no other event may get a
/// position up to there, by any writer and however long its transaction was open: a reader that continues behind the last position MUST NOT miss any. A store with one writer gives the positions in the
/// commit; one with several gives them afterwards, one writer at a time, to what is committed. Events of one order or book get their positions in the order of their commits.
/// </remarks>
[Experimental(StorageDiagnostics.Experimental)]
public interface IEventReads
{
    /// <summary>Reads the events of the next positions.</summary>
    /// <remarks>It MUST read events, <see cref="EventSlice.Removed"/> and <see cref="EventSlice.Last"/> in one snapshot.</remarks>
    /// <param name="after">Behind this position; <see langword="null"/> from the oldest event that is kept.</param>
    /// <param name="limit">How many positions at most.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The events; none when the position was removed or has not been reached.</returns>
    ValueTask<EventSlice> ReadEventsAsync(long? after, int limit, CancellationToken cancellationToken);

    /// <summary>Reads the position of the newest event that has one.</summary>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The position; zero before the first event.</returns>
    ValueTask<long> ReadLastEventAsync(CancellationToken cancellationToken);

    /// <summary>Finds events to remove at the feed's beginning: those that were committed before a time, by <see cref="CommitToken.At"/>, up to the first that was not.</summary>
    /// <remarks>A time at or after <paramref name="now"/> is of a clock that was ahead. Such events MUST NOT end the search: they count as committed when the first event behind them was whose time is not.</remarks>
    /// <param name="committedBefore">The time.</param>
    /// <param name="now">The store's time now.</param>
    /// <param name="limit">How many events, about: a store that keeps several in one row removes whole rows.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The position of the last of them; <see langword="null"/> when there are none.</returns>
    ValueTask<long?> FindEventsBeforeAsync(DateTimeOffset committedBefore, DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Gives positions to events that are committed and have none, as a host leaves them that ends right after its commit. A store that gives positions in the commit does nothing.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when all events have positions that were committed before the call.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    ValueTask NumberEventsAsync(CancellationToken cancellationToken);
}

/// <summary>The events of some positions of the feed.</summary>
/// <param name="Events">The events, by ascending position.</param>
/// <param name="Next">The position to continue from.</param>
/// <param name="Removed">The position up to which events were removed: all behind it are there.</param>
/// <param name="Last">The position of the newest event.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record EventSlice(IReadOnlyList<BookstoreEvent> Events, long Next, long Removed, long Last);
