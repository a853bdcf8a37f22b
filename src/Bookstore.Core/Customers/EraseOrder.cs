using Bookstore.Storage;

namespace Bookstore;

/// <summary>Erases the customer of one order, with its deliveries, refunds and returns, in one commit.</summary>
/// <param name="orderId">The order.</param>
/// <param name="customerId">The customer that it must have.</param>
/// <param name="pseudonym">What takes the customer's place.</param>
/// <param name="now">When.</param>
internal sealed class EraseOrder(Guid orderId, string customerId, Guid pseudonym, Moment now) : Operation<EraseOrderOutcome>
{
    public override bool CanBeShed => false;

    public override int Weight => OrderChange.MostRecords;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Orders.Add(orderId);
        keys.DocumentsOf.Add(orderId);
    }

    protected override EraseOrderOutcome DecideOn(WorkingSet records)
    {
        if (records.Orders.Find(orderId) is not { } current || !string.Equals(current.Order.CustomerId, customerId, StringComparison.Ordinal))
        {
            return EraseOrderOutcome.NotTheirs;
        }

        var order = new OrderUnderErasure(current, [.. records.DeliveriesOf(orderId)], RefundDocuments.Of(records, orderId), ReturnDocuments.Of(records, orderId));
        if (ErasureRules.IsUnderWay(order, now.Shown))
        {
            return EraseOrderOutcome.UnderWay;
        }

        OrderChange.Put(records, current, current with { Order = ErasureRules.Erase(current.Order, pseudonym, now.Shown) }, EventTypes.OrderErased, now.Shown);
        foreach (var delivery in order.Deliveries)
        {
            records.Deliveries.Put(delivery.Delivery.Id, delivery with { Delivery = ErasureRules.Erase(delivery.Delivery, now.Shown) });
        }

        foreach (var refund in order.Refunds)
        {
            records.Documents.Put(refund.Document!.Id, RefundDocuments.Write(ErasureRules.Erase(refund)));
        }

        foreach (var returned in order.Returns)
        {
            records.Documents.Put(returned.Document!.Id, ReturnDocuments.Write(ErasureRules.Erase(returned)));
        }

        return EraseOrderOutcome.Erased;
    }
}

/// <summary>The outcomes of erasing one order.</summary>
internal enum EraseOrderOutcome
{
    Erased,
    UnderWay,
    NotTheirs,
}
