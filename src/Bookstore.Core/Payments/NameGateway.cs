using Bookstore.Storage;

namespace Bookstore;

/// <summary>Writes the gateway's name into an order of a version that kept none.</summary>
/// <param name="order">The order as it was listed.</param>
/// <param name="gateway">The gateway.</param>
internal sealed class NameGateway(OrderRecord order, string gateway) : Operation<bool>
{
    public override bool CanBeShed => false;

    public override int Weight => OrderChange.RecordsOf(order);

    public override void DeclareKeys(RecordKeys keys) => keys.Orders.Add(order.Order.Id);

    protected override bool DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        if (current.Gateway is not null)
        {
            return false;
        }

        records.Orders.Put(order.Order.Id, current with { Gateway = gateway });
        return true;
    }
}
