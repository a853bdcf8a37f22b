namespace Bookstore;

/// <summary>Deliveries of orders, from scheduled to delivered.</summary>
/// <remarks>
/// Safe for use from any number of threads. Every write is durable when its task completes. Writes throw
/// <see cref="BookstoreOverloadedException"/> when the write queue is full and <see cref="BookstoreStoreException"/> when the store
/// cannot be used; cancellation counts until the write has been gathered into a batch, and not after.
/// </remarks>
public interface IDeliveryService
{
    /// <summary>Schedules a delivery of a confirmed order, of all that is left to deliver or of some copies. An order has at most <see cref="Order.MaxDeliveries"/>. The courier is booked in the background, keyed by the delivery's id.</summary>
    /// <example>
    /// <code>
    /// var scheduled = await deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = orderId, Address = "1 High Street" }, cancellationToken);
    /// </code>
    /// </example>
    /// <param name="request">The order, the address and the courier.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The delivery, or why there is none.</returns>
    /// <exception cref="ArgumentException">A member is out of its range.</exception>
    Task<ScheduleDeliveryResult> ScheduleAsync(ScheduleDeliveryRequest request, CancellationToken cancellationToken = default);

    /// <summary>Finds a delivery.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The delivery, or <see langword="null"/> when there is none under this id.</returns>
    ValueTask<Delivery?> FindAsync(Guid deliveryId, CancellationToken cancellationToken = default);

    /// <summary>Lists deliveries, newest first, one page.</summary>
    /// <param name="query">Which deliveries, and which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page, and the cursor of the next one.</returns>
    /// <exception cref="ArgumentException">A member of the query is out of range.</exception>
    /// <exception cref="InvalidCursorException">The query's cursor is not one of this list.</exception>
    ValueTask<Page<Delivery>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Moves a delivery along its state machine. Stock and order follow in the same commit. A dispatch waits for a capture that is in progress, up to <see cref="BookstoreOptions.DispatchWait"/>.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="status">Where to. Moving to where it is already changes nothing, uses no key, and succeeds.</param>
    /// <param name="idempotencyKey">Makes a repeated call return what the first one did, also when the delivery has moved on since. Default none.</param>
    /// <param name="expectedVersion">The version that the delivery must have; else <see cref="MoveDeliveryOutcome.PreconditionFailed"/>. A repeated call with the same key ignores it. Default any.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The delivery as it is now, or why it did not move.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="status"/> is not a defined status.</exception>
    Task<MoveDeliveryResult> MoveAsync(Guid deliveryId, DeliveryStatus status, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Settles a delivery that needs attention (<see cref="Delivery.Attention"/>): makes the call to its courier again, or takes it as done or given up.</summary>
    /// <remarks>
    /// Repeating it once it is settled changes nothing, and returns <see cref="ResolveDeliveryOutcome.NothingToResolve"/>; with the same idempotency key it returns what the first call did.
    /// </remarks>
    /// <param name="request">The delivery and the decision.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The delivery as it is now, or why it is not settled.</returns>
    /// <exception cref="ArgumentException">A member is out of its range, or a booking is to be taken as done without a <see cref="ResolveDeliveryRequest.Reference"/>. Nothing changed.</exception>
    Task<ResolveDeliveryResult> ResolveAsync(ResolveDeliveryRequest request, CancellationToken cancellationToken = default);
}
