namespace Bookstore;

/// <summary>The background work of a shop, for a program without a generic host and for operations. With a generic host it runs by itself.</summary>
/// <remarks>Thread-safe. Several hosts, and a host and this call, may do the same work at a time: each item is done once.</remarks>
public interface IBookstoreMaintenance
{
    /// <summary>Does what is due now, once: recovers pending orders, makes payment calls and courier calls, releases expired reservations, removes old idempotency keys, writes outdated search words, runs started audits for about ten seconds, erases customers that are to be erased, allocates copies that became free to orders that wait for them, names the orders that wait for a book whose date has moved, and gives event handlers the events that no other host gives them.</summary>
    /// <remarks>
    /// An item that fails is logged and left alone for a while; the others continue. When one kind of work throws, the others are done before the exception is thrown. Call it every few
    /// seconds, for as long as the program runs. It waits for the calls that it makes, each up to <see cref="BookstoreOptions.GatewayTimeout"/> or 30 seconds for a courier; calls of this method may overlap. It also works when <see cref="BookstoreOptions.BackgroundWork"/> is <see langword="false"/>.
    /// </remarks>
    /// <param name="cancellationToken">Stops between two items.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<MaintenanceResult> RunOnceAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes payment calls until none is pending at the gateways of this host, for a program that is about to end or to count its takings.</summary>
    /// <param name="cancellationToken">Gives up; what is pending stays on record.</param>
    /// <returns>A task that ends when no payment call is pending.</returns>
    /// <exception cref="OperationCanceledException">Calls were still pending when the token was cancelled.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task DrainPaymentsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists the work towards the outside that is due now or needs a person, of every gateway, courier, event handler, webhook endpoint and source of notifications, also of those that this host does not have: one page.</summary>
    /// <remarks>First what needs a person, kind by kind, the newest first; then what is due, kind by kind, by gateway or courier, the longest due first. Read-only. Work that changes while pages are read may be missed or come twice.</remarks>
    /// <param name="query">Which work, and which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page, and the cursor of the next one. A page may be short or empty although more follows.</returns>
    /// <exception cref="ArgumentException">A member of the query is out of range.</exception>
    /// <exception cref="InvalidCursorException">The query's cursor is not one of this list.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    ValueTask<Page<WorkItem>> ListWorkAsync(WorkQuery query, CancellationToken cancellationToken = default);

    /// <summary>Has work done again that needs a person: a payment call, a refund, a courier call, the delivery of an event or a notification. An endpoint that is disabled is enabled.</summary>
    /// <remarks>
    /// A call that was refused is made under a new idempotency key, one whose outcome is unknown under the same. What is being retried already is left as it is, and the outcome is the same. The key is kept for payments, refunds and
    /// couriers; the others have no effect that a repeated retry could double.
    /// </remarks>
    /// <param name="workId">The <see cref="WorkItem.Id"/>.</param>
    /// <param name="idempotencyKey">Makes a repeated request return what the first one did. Default none.</param>
    /// <param name="expectedVersion">The version that the order, the delivery or the endpoint must have. Default any.</param>
    /// <param name="cancellationToken">Gives up waiting, until the write is gathered.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="BookstoreOverloadedException">Too many writes wait. Nothing was written.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<RetryWorkResult> RetryWorkAsync(Guid workId, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Finds a call to a payment gateway or a courier that has been due for a time, of any gateway and courier: no host makes such calls, or the hosts do not keep up.</summary>
    /// <remarks>A call that fails is due again later, so one that is tried is never overdue for long. Refunds are such calls as well. Read-only; it makes at most five reads of one record each.</remarks>
    /// <param name="overdueBy">For how long it has been due, more than zero and at most 365 days.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One such call, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of range.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    ValueTask<WorkItem?> FindOverdueWorkAsync(TimeSpan overdueBy, CancellationToken cancellationToken = default);

    /// <summary>Counts the orders that are due now, for a payment call or a question about their payment, at a gateway that this host does not have. Another host may have it.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One entry for each such gateway.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<IReadOnlyList<GatewayBacklog>> CountUnservedOrdersAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts the deliveries with a call that is due now to a courier that this host does not have. Another host may have it.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One entry for each such courier, by name.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<IReadOnlyList<CourierBacklog>> CountUnservedDeliveriesAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts the notifications of the inbox that are due now and whose source this host does not have. Another host may have it.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One entry for each such source.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<IReadOnlyList<InboxBacklog>> CountUnservedNotificationsAsync(CancellationToken cancellationToken = default);
}
