namespace Bookstore.Storage;

/// <summary>The beginning of a list of what is due, for callers that need no more than that.</summary>
internal static class DueLists
{
    public static async ValueTask<IReadOnlyList<OrderRecord>> ListDueOrdersAsync(
        this IOrderReads store, OrderWork work, string? gateway, DateTimeOffset dueAt, int limit, CancellationToken cancellationToken) =>
        (await store.ListDueOrdersAsync(work, gateway, dueAt, null, limit, cancellationToken).ConfigureAwait(false)).Items;

    public static async ValueTask<IReadOnlyList<DeliveryRecord>> ListDueDeliveriesAsync(
        this IDeliveryReads store, string courier, DateTimeOffset dueAt, int limit, CancellationToken cancellationToken) =>
        (await store.ListDueDeliveriesAsync(courier, dueAt, null, limit, cancellationToken).ConfigureAwait(false)).Items;

    public static async ValueTask<IReadOnlyList<Reservation>> ListExpiredReservationsAsync(
        this IStockReads store, DateTimeOffset expiredAt, int limit, CancellationToken cancellationToken) =>
        (await store.ListExpiredReservationsAsync(expiredAt, null, limit, cancellationToken).ConfigureAwait(false)).Items;
}
