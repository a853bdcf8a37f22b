using Bookstore.Storage;

namespace Bookstore;

/// <summary>Stages what happens to the refunds of an order, with the order's sums, its version and an event.</summary>
internal static class RefundStaging
{
    /// <summary>Stages a new refund, which counts as given back from now on.</summary>
    /// <param name="records">The batch, with the order loaded.</param>
    /// <param name="order">The order as the batch has it.</param>
    /// <param name="refund">The refund; its order has at least that much left.</param>
    /// <param name="dueAt">When its call is due, in the store's time.</param>
    /// <param name="now">When it happened.</param>
    /// <returns>The order with the refund.</returns>
    public static OrderRecord Insert(WorkingSet records, OrderRecord order, Refund refund, DateTimeOffset dueAt, Moment now)
    {
        if (refund.Amount.MinorUnits > order.Order.Refundable.MinorUnits)
        {
            throw new InvalidOperationException($"A refund of {refund.Amount} exceeds the {order.Order.Refundable} that can be refunded of order {order.Order.Id}.");
        }

        var record = new RefundRecord { Refund = refund, DueAt = dueAt, Gateway = order.Gateway!, Reference = GuardedGateway.ReferenceOf(order), PaymentAttempt = order.Order.PaymentAttempt };
        records.InsertDocument(RefundDocuments.Write(record));
        var next = Pend(order, refund, now);
        if (next.Order is { PaymentStatus: PaymentStatus.RefundFailed, Attention: null })
        {
            next = next with { Order = next.Order with { PaymentStatus = next.Order.Refunded.MinorUnits > 0 ? PaymentStatus.PartiallyRefunded : PaymentStatus.Captured, PaymentFailureCode = null } };
        }

        return Put(records, order, next, refund, EventTypes.RefundCreated, now.Shown);
    }

    /// <summary>Stages the refund that a trigger brings: of all that is left, or of what its copies are worth.</summary>
    /// <param name="records">The batch, with the order and its documents loaded.</param>
    /// <param name="before">The order before the trigger.</param>
    /// <param name="order">The order as the trigger left it in the batch.</param>
    /// <param name="trigger">What happened to it.</param>
    /// <param name="consignment">The copies that it was about; <see langword="null"/> for all of the order.</param>
    /// <param name="refundId">The refund's id.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">When it happened, and when its call is due.</param>
    /// <returns>The order with the refund, if there is one.</returns>
    public static OrderRecord InsertFor(
        WorkingSet records, OrderRecord before, OrderRecord order, OrderTrigger trigger, Consignment? consignment, Guid refundId, string reason, Moment now)
    {
        // What the shop has kept of copies that came back it keeps when the others are gone, too.
        if (OrderChange.GivesBack(before, trigger, consignment))
        {
            return RefundRules.IsWithheld(before.Order.Lines, RefundDocuments.Of(records, order.Order.Id))
                ? InsertCopies(records, before.Order.Lines, order, withShipping: true, refundId, reason, now)
                : InsertRest(records, order, refundId, reason, now.Store, now);
        }

        return OrderChange.GivesBackCopies(before, trigger, consignment) ? InsertCopies(records, before.Order.Lines, order, withShipping: false, refundId, reason, now) : order;
    }

    private static OrderRecord InsertCopies(WorkingSet records, IReadOnlyList<OrderLine> before, OrderRecord order, bool withShipping, Guid refundId, string reason, Moment now)
    {
        var worth = RefundRules.PriceParts(before, order.Order, RefundDocuments.Of(records, order.Order.Id), withShipping);
        return worth.Amount.MinorUnits <= 0 ? order : Insert(
            records,
            order,
            new Refund
            {
                Id = refundId,
                OrderId = order.Order.Id,
                Amount = worth.Amount,
                Reason = reason,
                Items = worth.Items,
                ItemAmounts = worth.ItemAmounts,
                Shipping = worth.Shipping,
                Status = RefundStatus.Pending,
                CreatedAt = now.Shown,
                UpdatedAt = now.Shown,
            },
            now.Store,
            now);
    }

    /// <summary>Stages the refund of all that is left of an order's money, if anything is.</summary>
    /// <param name="records">The batch, with the order loaded.</param>
    /// <param name="order">The order as the batch has it, after what makes the refund necessary was staged.</param>
    /// <param name="refundId">The refund's id.</param>
    /// <param name="reason">Why.</param>
    /// <param name="dueAt">When its call is due, in the store's time.</param>
    /// <param name="now">When it happened.</param>
    /// <returns>The order with the refund.</returns>
    public static OrderRecord InsertRest(WorkingSet records, OrderRecord order, Guid refundId, string reason, DateTimeOffset dueAt, Moment now)
    {
        var rest = order.Order.Refundable;
        if (rest.MinorUnits <= 0)
        {
            return order;
        }

        // Nothing says which gateway has the money: the order keeps the action until that is found out.
        if (order.Gateway is null)
        {
            var owing = order with { PendingAction = PaymentAction.Refund, DueAt = dueAt, Attempts = 0 };
            records.Orders.Put(order.Order.Id, owing);
            return owing;
        }

        var refund = new Refund { Id = refundId, OrderId = order.Order.Id, Amount = rest, Reason = reason, Status = RefundStatus.Pending, CreatedAt = now.Shown, UpdatedAt = now.Shown };
        return Insert(records, order, refund, dueAt, now);
    }

    /// <summary>Stages a refund in another status, and what follows from it for its order.</summary>
    /// <param name="records">The batch, with the order and its documents loaded.</param>
    /// <param name="order">The order as the batch has it.</param>
    /// <param name="before">The refund as the batch has it.</param>
    /// <param name="after">The refund as it is to be.</param>
    /// <param name="type">The type of the event.</param>
    /// <param name="now">When it happened.</param>
    /// <returns>The order after it.</returns>
    public static OrderRecord Replace(WorkingSet records, OrderRecord order, RefundRecord before, RefundRecord after, string type, Moment now)
    {
        after = after with { Refund = after.Refund with { UpdatedAt = now.Shown } };
        records.Documents.Put(RefundDocuments.Kind.IdOf(after.Refund.Id), RefundDocuments.Write(after));
        var amount = after.Refund.Amount;
        var moved = order.Order with
        {
            Version = order.Version + 1,
            Refunded = order.Order.Refunded.Add(amount * (CountOf(after, RefundStatus.Succeeded) - CountOf(before, RefundStatus.Succeeded))),
            RefundPending = order.Order.RefundPending.Add(amount * (CountOf(after, RefundStatus.Pending) - CountOf(before, RefundStatus.Pending))),
            UpdatedAt = now.Shown,
        };
        var refunds = RefundDocuments.Of(records, order.Order.Id);
        var isFailure = after.Refund.Status == RefundStatus.Failed || before.Refund.Status == RefundStatus.Failed;
        var failureCode = isFailure ? after.Refund.FailureCode : moved.PaymentFailureCode;
        moved = moved with { PaymentStatus = RefundRules.StatusOf(moved, refunds), Attention = RefundRules.AttentionOf(moved, refunds), PaymentFailureCode = failureCode };
        return Put(records, order, order with { Order = moved }, after.Refund, type, now.Shown);
    }

    private static int CountOf(RefundRecord record, RefundStatus status) => record.Refund.Status == status ? 1 : 0;

    private static OrderRecord Pend(OrderRecord order, Refund refund, Moment now) => order with
    {
        Order = order.Order with
        {
            Version = order.Version + 1,
            Refunded = order.Order.Refunded,
            RefundPending = order.Order.RefundPending.Add(refund.Amount),
            UpdatedAt = now.Shown,
        },
    };

    private static OrderRecord Put(WorkingSet records, OrderRecord before, OrderRecord after, Refund refund, string type, DateTimeOffset at)
    {
        records.Orders.Put(after.Order.Id, after);
        OrderEvents.Append(records, before, after, type, at, more: json => Write(json, refund));
        return after;
    }

    private static void Write(EventDataWriter json, Refund refund)
    {
        json.WriteString("refund_id"u8, refund.Id);
        json.WriteNumber("refund_amount"u8, refund.Amount.Amount);
        json.WriteString("refund_status"u8, EventData.NameOf(refund.Status));
    }
}
