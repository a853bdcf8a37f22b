using Bookstore.Storage;

namespace Bookstore;

/// <summary>Confirms a pending order whose payment is authorized, and records the pending capture.</summary>
/// <remarks>
/// An order that another host has changed meanwhile is left as it is. An authorization that turns up after the order was rejected is not
/// dropped: its void is pending again, independently of the fence, because the money is real.
/// </remarks>
internal sealed class ConfirmOrder(OrderRecord order, string transactionId, Moment now, DateTimeOffset settleAt) : Operation<OrderUpdate>
{
    /// <summary>Whether the amount is held until its capture is asked for. Default: the capture is pending at once.</summary>
    public bool IsHeld { get; init; }

    /// <summary>When the authorization ends by itself. Default <see langword="null"/>: not known.</summary>
    public AuthorizationEnd? End { get; init; }

    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Orders.Add(order.Order.Id);
        if (IsHeld && End is not null)
        {
            AuthorizationEndBody.DeclareKey(keys, order.Order.Id);
        }
    }

    protected override OrderUpdate DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        var isTooLate = current.Order.Status == OrderStatus.Rejected;
        var trigger = isTooLate ? OrderTrigger.AuthorizedTooLate : IsHeld ? OrderTrigger.ConfirmHeld : OrderTrigger.Confirm;
        if ((!isTooLate && current.Fence != order.Fence) || OrderChange.TryMove(records, current, trigger, now) is not { } state)
        {
            return new OrderUpdate(current, IsChanged: false);
        }

        var moved = OrderChange.Moved(current.Order, state, now.Shown, transactionId, attention: null);
        var next = current with
        {
            // What a person resolved was another authorization than this one.
            Order = isTooLate && moved.Resolution is { Action: not null } resolved ? moved with { Resolution = resolved with { Action = null } } : moved,
            PendingAction = state.PendingAction,
            LeaseHolder = null,
            DueAt = state.PendingAction is null ? null : settleAt,
            Attempts = 0,

            // A void that was answered before is another call than this one: under its key, a gateway would only replay the answer.
            PaymentRetries = isTooLate ? current.PaymentRetries + 1 : current.PaymentRetries,
        };
        if (End is { } end && !isTooLate)
        {
            next = next with { Order = next.Order with { AuthorizedUntil = end.Until } };
            if (IsHeld)
            {
                AuthorizationEndBody.Watch(records, next.Order.Id, end);
            }
        }

        OrderChange.Put(records, current, next, trigger, now.Shown);
        return new OrderUpdate(next, IsChanged: true);
    }
}
