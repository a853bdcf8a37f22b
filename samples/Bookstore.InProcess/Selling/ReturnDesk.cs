namespace Bookstore.Samples;

/// <summary>Takes copies back that customers do not want to keep.</summary>
internal sealed class ReturnDesk(IDeliveryService deliveries, ISalesService sales, IReturnService returns)
{
    private const int ReturnedEvery = 10;
    private const int DamagedEvery = 3;

    private long _done;

    /// <summary>How many parcels were looked at.</summary>
    public long Done => Volatile.Read(ref _done);

    /// <summary>The copies that came back.</summary>
    public int Copies { get; private set; }

    /// <summary>Those of them that cannot be sold again.</summary>
    public int Damaged { get; private set; }

    /// <summary>Takes a copy back of each tenth order that arrived. Each third of them is damaged.</summary>
    /// <param name="deliveryIds">The deliveries of this run.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many copies came back.</returns>
    public async Task<int> TakeBackAsync(IReadOnlyCollection<Guid> deliveryIds, CancellationToken cancellationToken)
    {
        foreach (var (number, deliveryId) in deliveryIds.Order().Index())
        {
            if (number % ReturnedEvery == 0
                && await deliveries.FindAsync(deliveryId, cancellationToken) is { Status: DeliveryStatus.Delivered } delivery
                && await sales.FindOrderAsync(delivery.OrderId, cancellationToken) is { } order)
            {
                await TakeBackAsync(order.Id, order.Lines[0].Isbn, Copies % DamagedEvery == 0, cancellationToken);
            }

            Interlocked.Increment(ref _done);
        }

        return Copies;
    }

    private async Task TakeBackAsync(Guid orderId, Isbn isbn, bool isDamaged, CancellationToken cancellationToken)
    {
        var created = await returns.CreateAsync(new CreateReturnRequest { OrderId = orderId, Items = [new ReturnItem(isbn, 1, "not what I expected")] }, cancellationToken);
        var id = created.Return!.Id;
        await returns.ApproveAsync(id, cancellationToken: cancellationToken);
        // The refund of what came is made in the same commit.
        var received = new ReceiveReturnRequest { ReturnId = id, Items = [new ReceivedItem(isbn, Received: 1, Sellable: isDamaged ? 0 : 1)] };
        await returns.ReceiveAsync(received, cancellationToken);
        await returns.CompleteAsync(id, cancellationToken: cancellationToken);
        Copies++;
        Damaged += isDamaged ? 1 : 0;
    }
}
