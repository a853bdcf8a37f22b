namespace Bookstore;

/// <summary>The background work of a shop, for a program without a generic host and for operations. With a generic host it runs by itself.</summary>
/// <remarks>Thread-safe. Several hosts, and a host and this call, may do the same work at a time: each item is done once.</remarks>
public interface IBookstoreMaintenance
{
    /// <summary>Does what is due now, once: recovers pending orders, makes payment calls and courier calls, releases expired reservations, removes old idempotency keys, writes outdated search words, runs started audits for about ten seconds, and gives event handlers the events that no other host gives them.</summary>
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

    /// <summary>Lists the calls to payment gateways and couriers that are due now or need a person, of every gateway and courier, also of those that this host does not have: one page.</summary>
    /// <remarks>First what needs a person, the newest first; then what is due, by gateway or courier, the longest due first. Read-only. Work that changes while pages are read may be missed or come twice.</remarks>
    /// <param name="query">Which work, and which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page, and the cursor of the next one. A page may be short or empty although more follows.</returns>
    /// <exception cref="ArgumentException">A member of the query is out of range.</exception>
    /// <exception cref="InvalidCursorException">The query's cursor is not one of this list.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    ValueTask<Page<WorkItem>> ListWorkAsync(WorkQuery query, CancellationToken cancellationToken = default);

    /// <summary>Finds a call to a payment gateway or a courier that has been due for a time, of any gateway and courier: no host makes such calls, or the hosts do not keep up.</summary>
    /// <remarks>A call that fails is due again later, so one that is tried is never overdue for long. Refunds count as calls to their gateway. Read-only; it makes at most five reads of one record each.</remarks>
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
