namespace Bookstore;

/// <summary>The consumers of the feed that the shop keeps positions of: event handlers, and what other packages add. For people who look after them, on any host.</summary>
/// <remarks>Safe for use from any number of threads.</remarks>
public interface IEventConsumers
{
    /// <summary>Lists the consumers by their name, 10,000 at most. One that has never run is not among them.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The consumers, as they are stored.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be read.</exception>
    ValueTask<IReadOnlyList<EventConsumerStatus>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds a consumer that needs attention: one that is stopped or paused, else the one that is furthest behind, if it is by more than a time.</summary>
    /// <remarks>
    /// Of an endpoint of webhooks only this counts: it is enabled, it is behind by more than the time, and no host has run it for as long. Whether its receiver accepts what is sent is not the shop's health.
    /// </remarks>
    /// <param name="behindBy">The time: the age of the first event that it has not dealt with. More than zero.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The consumer; <see langword="null"/> when there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="behindBy"/> is not more than zero.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be read.</exception>
    ValueTask<EventConsumerStatus?> FindBehindAsync(TimeSpan behindBy, CancellationToken cancellationToken = default);

    /// <summary>Lists the events that a consumer has failed to deal with, and those that wait behind them, in the order of the feed.</summary>
    /// <param name="consumer">The consumer's name.</param>
    /// <param name="after">The <see cref="Page{T}.Next"/> of the page before; <see langword="null"/> for the first page. Default <see langword="null"/>.</param>
    /// <param name="limit">How many events a page holds, 1 to 1,000. Default 100.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The events; none for a consumer that does not exist.</returns>
    /// <exception cref="ArgumentException">The name or the limit is out of range.</exception>
    /// <exception cref="InvalidCursorException">The cursor is not one of this consumer's events.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be read.</exception>
    ValueTask<Page<ParkedEvent>> ListParkedAsync(string consumer, string? after = null, int limit = Page.DefaultLimit, CancellationToken cancellationToken = default);

    /// <summary>Has a parked event tried now, by the host that runs the consumer. One that had failed for good is tried once.</summary>
    /// <param name="consumer">The consumer's name.</param>
    /// <param name="eventId">The event's <see cref="BookstoreEvent.Id"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="ArgumentException">The name or the id is empty.</exception>
    /// <exception cref="BookstoreOverloadedException">The shop is overloaded; nothing was written.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<SendAgainOutcome> SendAgainAsync(string consumer, Guid eventId, CancellationToken cancellationToken = default);

    /// <summary>Discards a parked event: the consumer never gets it, those that wait behind it are tried, and its room is free. It is logged. The host that runs the consumer removes it, within <see cref="BookstoreOptions.PollInterval"/>.</summary>
    /// <remarks>A try that is in progress is not called back. A consumer whose stored position is before the event may get it once more after a restart, as any event. An event that waits behind another is removed in its turn. To discard it again changes nothing.</remarks>
    /// <param name="consumer">The consumer's name.</param>
    /// <param name="eventId">The event's <see cref="BookstoreEvent.Id"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether the consumer had such an event parked.</returns>
    /// <exception cref="ArgumentException">The name or the id is empty.</exception>
    /// <exception cref="BookstoreOverloadedException">The shop is overloaded; nothing was written.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<bool> DiscardAsync(string consumer, Guid eventId, CancellationToken cancellationToken = default);

    /// <summary>Lets a stopped consumer run again, where it stopped. One that stopped because events were removed continues with the oldest event.</summary>
    /// <param name="consumer">The consumer's name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether it was stopped.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<bool> ResumeAsync(string consumer, CancellationToken cancellationToken = default);

    /// <summary>Forgets a consumer: its position, and its parked events. For one that the application does not have any more; one that it has begins anew, as <see cref="EventHandlerOptions.StartAt"/> says.</summary>
    /// <param name="consumer">The consumer's name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether there was such a consumer.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<bool> RemoveAsync(string consumer, CancellationToken cancellationToken = default);
}
