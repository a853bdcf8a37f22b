using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Reads deliveries.</summary>
/// <remarks>What holds for all reads of a store: see <see cref="IBookstoreStore"/>.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public interface IDeliveryReads
{
    /// <summary>Finds a delivery.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The delivery, or <see langword="null"/>.</returns>
    ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>Lists deliveries by descending id.</summary>
    /// <remarks>It MUST look at no more than <see cref="KeysetPage.MaxLookedAt"/> records and then return what it has found, with the position to continue from.</remarks>
    /// <param name="filter">Which deliveries.</param>
    /// <param name="after">Deliveries older than this one; <see langword="null"/> from the newest. Any id is a position, also one that is not in the list.</param>
    /// <param name="limit">The most deliveries to return.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The deliveries and the position to continue from.</returns>
    ValueTask<KeysetPage<DeliveryRecord, Guid>> ListDeliveriesAsync(DeliveryFilter filter, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists all deliveries of orders in one read: in any order of the orders, those of an order by ascending id.</summary>
    /// <remarks>What it costs MUST NOT grow with the deliveries of other orders. By default the deliveries of each order are read by themselves.</remarks>
    /// <param name="orderIds">The orders, at most <see cref="Page.MaxLimit"/>.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The deliveries.</returns>
    async ValueTask<IReadOnlyList<DeliveryRecord>> ListDeliveriesOfAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(orderIds);
        var found = new List<DeliveryRecord>();
        foreach (var order in orderIds)
        {
            var ofOrder = new List<DeliveryRecord>();
            Guid? after = null;
            do
            {
                var page = await ListDeliveriesAsync(new DeliveryFilter { OrderId = order }, after, Page.DefaultLimit, cancellationToken).ConfigureAwait(false);
                ofOrder.AddRange(page.Items);
                after = page.Next;
            }
            while (after is not null);
            ofOrder.Reverse();
            found.AddRange(ofOrder);
        }

        return found;
    }

    /// <summary>Lists deliveries of one courier that is still to be called (<see cref="DeliveryRecord.DueAt"/> is set and not later), the longest due first.</summary>
    /// <remarks>What it costs MUST NOT grow with the due deliveries of other couriers.</remarks>
    /// <param name="courier">Deliveries whose <see cref="Delivery.Courier"/> is exactly this one.</param>
    /// <param name="dueAt">Due at this time or before.</param>
    /// <param name="after">The position to continue from; <see langword="null"/> from the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The deliveries that can be read, and the position to continue from. There may be none although more follow.</returns>
    ValueTask<KeysetPage<DeliveryRecord, DuePosition>> ListDueDeliveriesAsync(string courier, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>Lists the deliveries whose courier is still to be called, of every courier: by courier, then the longest due first.</summary>
    /// <remarks>For a person, page by page. What a page costs MUST NOT grow with the number of deliveries that are due.</remarks>
    /// <param name="dueAt">Due at this time or before.</param>
    /// <param name="after">The position to continue from; <see langword="null"/> from the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The deliveries that can be read, and the position to continue from. There may be none although more follow.</returns>
    ValueTask<KeysetPage<DeliveryRecord, PartyDuePosition>> ListAllDueDeliveriesAsync(DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>Counts the deliveries whose courier is still to be called, for each courier.</summary>
    /// <param name="dueAt">Due at this time or before.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The couriers with such deliveries, at most 1,000, in any order.</returns>
    ValueTask<IReadOnlyList<CourierBacklog>> CountDueDeliveriesAsync(DateTimeOffset dueAt, CancellationToken cancellationToken);
}
