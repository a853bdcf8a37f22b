using System.Diagnostics.CodeAnalysis;

namespace Bookstore;

/// <summary>Deals with events of the feed, in the shop's own process. Added with <c>AddBookstoreEventHandler</c>.</summary>
/// <remarks>
/// Each event comes at least once, on one host at a time: an event comes again when the host ended, or lost its connection to the store, before that it was dealt with could be stored. Remove duplicates by
/// <see cref="BookstoreEvent.Id"/> where that matters. Events of one <see cref="BookstoreEvent.Resource"/> come one after the other in their order, those of different resources at the same time.
/// A handler is made for each event, in a scope of its own.
/// </remarks>
/// <example>
/// <code>
/// internal sealed class PrintOrders : IBookstoreEventHandler
/// {
///     public Task HandleAsync(BookstoreEvent happened, CancellationToken cancellationToken) =&gt; Console.Out.WriteLineAsync(happened.ToString());
/// }
/// </code>
/// </example>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It handles the events of the feed.")]
public interface IBookstoreEventHandler
{
    /// <summary>Deals with one event. The event is done when the task ends.</summary>
    /// <remarks>
    /// An exception is a failed try: it is tried again after <see cref="EventHandlerOptions.FirstRetry"/>, then after longer pauses, and later events of the resource wait for it. The type and the message of the exception are logged and
    /// kept with the event, so no personal data belongs there.
    /// </remarks>
    /// <param name="happened">The event.</param>
    /// <param name="cancellationToken">Cancelled when the time is up (<see cref="EventHandlerOptions.Timeout"/>), when the host stops, or when another host takes over.</param>
    /// <returns>A task that ends when the event is dealt with.</returns>
    Task HandleAsync(BookstoreEvent happened, CancellationToken cancellationToken);
}
