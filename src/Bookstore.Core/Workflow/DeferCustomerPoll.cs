using Bookstore.Storage;

namespace Bookstore;

/// <summary>Claims an order that waits for its customer for one question to the gateway: it is due again later, so that no other host asks meanwhile.</summary>
/// <remarks>
/// The claims of a page share a commit, and one whose order is locked delays no other. No lease is taken: most customers have not acted yet, and nothing follows.
/// </remarks>
/// <param name="due">The order as it was listed.</param>
/// <param name="now">The time of the claim.</param>
/// <param name="nextAt">When it is asked for next, unless its deadline comes first.</param>
internal sealed class DeferCustomerPoll(OrderRecord due, DateTimeOffset now, DateTimeOffset nextAt) : Operation<OrderRecord?>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Orders.Add(due.Order.Id);

    protected override OrderRecord? DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, due);
        if (current is not { Order: { Status: OrderStatus.Pending, PaymentStatus: PaymentStatus.ActionRequired } } || !(current.DueAt <= now))
        {
            return null;
        }

        // A host that took the order over and died leaves its lease behind. It has ended, and the host, if it lives, must not write any more.
        var next = current with
        {
            DueAt = nextAt < current.GiveUpAt ? nextAt : current.GiveUpAt,
            LeaseHolder = null,
            Fence = current.LeaseHolder is null ? current.Fence : current.Fence + 1,
        };
        records.Orders.Put(next.Order.Id, next);
        return next;
    }
}
