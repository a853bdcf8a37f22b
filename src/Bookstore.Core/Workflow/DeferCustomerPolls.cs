using Bookstore.Storage;

namespace Bookstore;

/// <summary>Claims orders that wait for their customers for one question to the gateway: each is due again later, so that no other host asks meanwhile.</summary>
/// <remarks>One row for each order and one commit for the page. No lease is taken and no fence raised: most customers have not acted yet, and nothing follows.</remarks>
/// <param name="due">The orders as they were listed.</param>
/// <param name="now">The time of the claim.</param>
/// <param name="nextAt">When they are asked for next, unless their deadline comes first.</param>
internal sealed class DeferCustomerPolls(IReadOnlyList<OrderRecord> due, DateTimeOffset now, DateTimeOffset nextAt) : Operation<IReadOnlyList<OrderRecord>>
{
    public override bool CanBeShed => false;

    public override int Weight => due.Count;

    public override void DeclareKeys(RecordKeys keys)
    {
        for (var i = 0; i < due.Count; i++)
        {
            keys.Orders.Add(due[i].Order.Id);
        }
    }

    protected override IReadOnlyList<OrderRecord> DecideOn(WorkingSet records)
    {
        var claimed = new List<OrderRecord>(due.Count);
        for (var i = 0; i < due.Count; i++)
        {
            var current = PendingOrder.Load(records, due[i]);
            if (current is { Order: { Status: OrderStatus.Pending, PaymentStatus: PaymentStatus.ActionRequired }, LeaseHolder: null } && current.DueAt <= now)
            {
                var next = current with { DueAt = nextAt < current.GiveUpAt ? nextAt : current.GiveUpAt };
                records.Orders.Put(next.Order.Id, next);
                claimed.Add(next);
            }
        }

        return claimed;
    }
}
