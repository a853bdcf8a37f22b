using Bookstore.Storage;

namespace Bookstore;

/// <summary>Lists an order as one that needs a person, because one of its refunds cannot be read: its amount and its outcome are not known.</summary>
/// <param name="orderId">The order, which the store has beside the refund's body.</param>
/// <param name="now">When it was noticed.</param>
internal sealed class NoteUnreadableRefund(Guid orderId, Moment now) : Operation<bool>
{
    /// <summary>The code of the attention.</summary>
    public const string Code = "refund_unreadable";

    public override bool CanBeShed => false;

    public override int Weight => OrderChange.MostRecords;

    public override void DeclareKeys(RecordKeys keys) => keys.Orders.Add(orderId);

    protected override bool DecideOn(WorkingSet records)
    {
        // What needs a person already is looked at anyway.
        if (records.Orders.Find(orderId) is not { Order.Attention: null } order)
        {
            return false;
        }

        var next = order with
        {
            Order = order.Order with
            {
                Version = order.Version + 1,
                Attention = new OrderAttention(AttentionReason.OutcomeUnknown, Code, now.Shown),
                UpdatedAt = now.Shown,
            },
        };
        records.Orders.Put(orderId, next);
        OrderEvents.Append(records, order, next, EventTypes.OrderActionRequired, now.Shown);
        return true;
    }
}
