using Bookstore.Storage;

namespace Bookstore;

/// <summary>Records the results of payment actions: many in one operation, since under load hundreds complete between two commits.</summary>
/// <param name="actions">The results, each of another order.</param>
internal sealed class RecordSettlement(params CompletedAction[] actions) : Operation<OrderRecord[]>
{
    public override bool CanBeShed => false;

    public override int Weight { get; } = Weigh(actions);

    public override bool WaitsForLocks => IsApart && actions.Length == 1;

    /// <summary>Whether it is committed without other operations, which would wait for its locks too.</summary>
    public bool IsApart { get; init; } = true;

    public override void DeclareKeys(RecordKeys keys)
    {
        foreach (var action in actions)
        {
            keys.Orders.Add(action.Order.Order.Id);
            if (action.Authorization?.End is not null)
            {
                AuthorizationEndBody.DeclareKey(keys, action.Order.Order.Id);
            }
        }
    }

    protected override OrderRecord[] DecideOn(WorkingSet records)
    {
        var decided = new OrderRecord[actions.Length];
        for (var i = 0; i < actions.Length; i++)
        {
            decided[i] = Decide(records, actions[i]);
        }

        return decided;
    }

    private static int Weigh(CompletedAction[] actions)
    {
        var records = 0;
        foreach (ref readonly var action in actions.AsSpan())
        {
            records += OrderChange.RecordsOf(action.Order);
        }

        return records;
    }

    private static OrderRecord Decide(WorkingSet records, in CompletedAction action)
    {
        var current = PendingOrder.Load(records, action.Order);
        if (current.Fence != action.Order.Fence || OrderChange.TryMove(records, current, action.Event, action.Now) is not { } state || IsRecorded(current, state))
        {
            return current;
        }

        var next = PaymentAttention.After(
            current with
            {
                Order = OrderChange.Moved(current.Order, state, action.Now.Shown, action.Authorization is { TransactionId: { Length: > 0 } id } ? id : current.Order.PaymentTransactionId, current.Order.Attention),
                GiveUpAt = action.Authorization?.GiveUpAt ?? current.GiveUpAt,
                PendingAction = state.PendingAction,
                LeaseHolder = null,
                DueAt = state.PendingAction is null ? null : action.DueAt,
                Attempts = 0,
            },
            action.Event,
            action.Code,
            action.Now.Shown);
        if (action.Event is OrderTrigger.DeclinedAgain or OrderTrigger.GiveUpAgain)
        {
            next = next with { Order = next.Order with { DeclinedAttempts = next.Order.DeclinedAttempts | (1 << next.Order.PaymentAttempt) } };
        }

        if (action.Authorization?.End is { } end)
        {
            next = next with { Order = next.Order with { AuthorizedUntil = end.Until } };
            if (next.PendingAction is null)
            {
                AuthorizationEndBody.Watch(records, next.Order.Id, end);
            }
        }

        OrderChange.Put(records, current, next, action.Event, action.Now.Shown);
        return next;
    }

    // A commit whose outcome was unknown may have recorded the result: to record it again would raise the version for no change.
    private static bool IsRecorded(OrderRecord current, OrderState state) => current.LeaseHolder is null && OrderChange.StateOf(current) == state;
}

/// <summary>A payment action and its result.</summary>
/// <param name="Order">The order with the payment action, as it was acquired.</param>
/// <param name="Event">The gateway's result.</param>
/// <param name="Now">The time of the answer.</param>
/// <param name="DueAt">When any host may make the next call: this one makes it at once, unless it is a void that came too early.</param>
/// <param name="Code">Why the call was refused for good.</param>
internal readonly record struct CompletedAction(OrderRecord Order, OrderTrigger Event, Moment Now, DateTimeOffset DueAt, string? Code = null)
{
    /// <inheritdoc cref="SettlementResult.Authorization"/>
    public NewAuthorization? Authorization { get; init; }
}
