using Bookstore.Storage;

namespace Bookstore;

/// <summary>Rejects a pending order and gives its stock back to its cart or releases it: declined for certain, or given up, which needs a void.</summary>
internal sealed class RejectOrder(OrderRecord order, OrderTrigger trigger, string? failureCode, Moment now, DateTimeOffset settleAt) : Operation<OrderUpdate>
{
    public override bool CanBeShed => false;

    public override int Weight => OrderChange.WeightOf(order);

    public override Isbn? StockPartition => order.Order.Lines[0].Isbn;

    public override void DeclareKeys(RecordKeys keys) => OrderChange.Needs(keys, order);

    protected override OrderUpdate DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        if (current.Fence != order.Fence || OrderChange.TryStage(records, current, trigger, now) is not { } next)
        {
            return new OrderUpdate(current, IsChanged: false);
        }

        next = next with
        {
            LeaseHolder = null,
            DueAt = next.PendingAction is null ? null : settleAt,
            Attempts = 0,
            Order = next.Order with { PaymentFailureCode = failureCode, Attention = null },
        };
        OrderChange.Put(records, current, next, trigger, now.Shown);
        return new OrderUpdate(next, IsChanged: true);
    }
}
