using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Support;

/// <summary>A store whose readers can be overtaken: something else happens between what they read and what they make of it.</summary>
internal sealed class OvertakenStore(IBookstoreStore inner) : DelegatingStore(inner)
{
    private Func<Task>? _afterFindOrder;
    private Func<Task>? _afterFindDelivery;
    private Func<Task>? _afterListDue;
    private Func<Task>? _afterListExpired;

    /// <summary>Runs once, after the next order was read and before its reader has it.</summary>
    public void AfterFindOrder(Func<Task> overtake) => _afterFindOrder = overtake;

    /// <summary>Runs once, after the next delivery was read and before its reader has it.</summary>
    public void AfterFindDelivery(Func<Task> overtake) => _afterFindDelivery = overtake;

    /// <summary>Runs once, after the next list of due orders was read.</summary>
    public void AfterListDueOrders(Func<Task> overtake) => _afterListDue = overtake;

    /// <summary>Runs once, after the next list of expired reservations was read.</summary>
    public void AfterListExpiredReservations(Func<Task> overtake) => _afterListExpired = overtake;

    public override async ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken)
    {
        var found = await base.FindOrderAsync(orderId, cancellationToken);
        await RunAsync(Interlocked.Exchange(ref _afterFindOrder, null));
        return found;
    }

    public override async ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        var found = await base.FindDeliveryAsync(deliveryId, cancellationToken);
        await RunAsync(Interlocked.Exchange(ref _afterFindDelivery, null));
        return found;
    }

    public override async ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueOrdersAsync(
        OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var due = await base.ListDueOrdersAsync(work, gateway, dueAt, after, limit, cancellationToken);
        await RunAsync(Interlocked.Exchange(ref _afterListDue, null));
        return due;
    }

    public override async ValueTask<KeysetPage<Reservation, DuePosition>> ListExpiredReservationsAsync(
        DateTimeOffset expiredAt, DuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var expired = await base.ListExpiredReservationsAsync(expiredAt, after, limit, cancellationToken);
        await RunAsync(Interlocked.Exchange(ref _afterListExpired, null));
        return expired;
    }

    private static Task RunAsync(Func<Task>? overtake) => overtake is null ? Task.CompletedTask : overtake();
}
