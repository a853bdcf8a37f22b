namespace Bookstore.Samples;

/// <summary>Puts copies on the shelves and hands parcels to the courier.</summary>
internal sealed class Warehouse(IInventoryService inventory, IDeliveryService deliveries, SampleOptions options)
{
    /// <summary>Of the hundred best sellers, each tenth is a limited edition.</summary>
    private const int LimitedAmong = 100;
    private const int LimitedEvery = 10;
    private const int Hands = 64;

    private static readonly DeliveryStatus[] Way = [DeliveryStatus.Dispatched, DeliveryStatus.InTransit, DeliveryStatus.Delivered];
    private long _done;

    /// <summary>How many books are stocked, or parcels delivered.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>Stocks every book.</summary>
    /// <param name="isbnsByPopularity">The books, the best seller first.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The copies that came in.</returns>
    public async Task<long> StockShelvesAsync(IReadOnlyList<Isbn> isbnsByPopularity, CancellationToken cancellationToken)
    {
        _done = 0;
        var copies = 0L;
        await Parallel.ForEachAsync(Enumerable.Range(0, isbnsByPopularity.Count), AllHands(cancellationToken), async (rank, stop) =>
        {
            var quantity = CopiesOf(rank);
            if (quantity > 0)
            {
                var change = new StockChange { Isbn = isbnsByPopularity[rank], Quantity = quantity, Reason = "opening stock" };
                await inventory.ReceiveStockAsync(change, stop);
                Interlocked.Add(ref copies, quantity);
            }

            Interlocked.Increment(ref _done);
        });
        return copies;
    }

    /// <summary>Brings parcels to their customers.</summary>
    /// <param name="deliveryIds">The scheduled deliveries, whose orders are paid.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many arrived.</returns>
    public async Task<long> DeliverAsync(IReadOnlyCollection<Guid> deliveryIds, CancellationToken cancellationToken)
    {
        _done = 0;
        var delivered = 0L;
        await Parallel.ForEachAsync(deliveryIds, AllHands(cancellationToken), async (deliveryId, stop) =>
        {
            var moved = true;
            foreach (var status in Way)
            {
                var result = await deliveries.MoveAsync(deliveryId, status, cancellationToken: stop);
                moved &= result.Outcome == MoveDeliveryOutcome.Moved;
            }

            Interlocked.Add(ref delivered, moved ? 1 : 0);
            Interlocked.Increment(ref _done);
        });
        return delivered;
    }

    private int CopiesOf(int rank) => rank < LimitedAmong && (rank + 1) % LimitedEvery == 0 ? options.LimitedStock : options.Stock;

    private static ParallelOptions AllHands(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Hands, CancellationToken = cancellationToken };
}
