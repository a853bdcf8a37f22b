using Bookstore.Storage;

namespace Bookstore;

/// <summary>Stages what an event makes of an order: its status, its money and its stock in one step.</summary>
internal static class OrderChange
{
    /// <summary>How many records are loaded with an order at most, itself included: an order is loaded with all its deliveries.</summary>
    public const int MostRecords = 1 + Order.MaxDeliveries;

    /// <summary>How many records are loaded with an order that was read, itself included, about: each delivery but the last was scheduled and ended, which are two changes of the order after its confirmation.</summary>
    public static int RecordsOf(OrderRecord record) => Math.Min(MostRecords, 1 + ((record.Version - 1) / 2));

    /// <summary>How many records an event of an order may touch, about: the order with its deliveries, its lines, and the cart that its copies may go back to.</summary>
    public static int WeightOf(OrderRecord record) => RecordsOf(record) + (record.ReservationId is null ? record.Order.Lines.Count : (2 * record.Order.Lines.Count) + 1);

    /// <summary>The part of an order that decides what may happen to it.</summary>
    public static OrderState StateOf(OrderRecord record) => new(record.Order.Status, record.Order.PaymentStatus, record.PendingAction);

    /// <summary>Names what <see cref="TryStage"/> may look at for an order that may be pending: its stock, and the cart that its copies may go back to.</summary>
    public static void Needs(RecordKeys keys, OrderRecord record)
    {
        Needs(keys, record.Order);
        if (record.ReservationId is { } reservationId)
        {
            keys.Reservations.Add(reservationId);
        }
    }

    /// <summary>Names what <see cref="TryStage"/> may look at for an order that is not pending, stock included.</summary>
    public static void Needs(RecordKeys keys, Order order)
    {
        keys.Orders.Add(order.Id);
        for (var i = 0; i < order.Lines.Count; i++)
        {
            keys.Stock.Add(order.Lines[i].Isbn);
        }

        WaitingLine.DeclareKeys(keys, order);
    }

    /// <summary>Carries an event out on the order and its stock, or returns <see langword="null"/> with nothing staged when the table, the lines or the stock's limit forbid it.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="record">The order.</param>
    /// <param name="trigger">What happens to it.</param>
    /// <param name="now">When.</param>
    /// <param name="consignment">The copies that it is about; <see langword="null"/> for all of the order.</param>
    /// <remarks>The caller stages the returned record after adding what else the event brings. All of it is one change, which raises the order's version.</remarks>
    public static OrderRecord? TryStage(WorkingSet records, OrderRecord record, OrderTrigger trigger, Moment now, Consignment? consignment = null)
    {
        if (Find(record, trigger, consignment) is not var (transition, lines) || ExceedsStockLimit(records, record.Order.Lines, lines))
        {
            return null;
        }

        MoveStock(records, record, transition.Stock, lines, now);
        var order = Moved(record.Order, transition.Next, now.Shown, record.Order.PaymentTransactionId, record.Order.Attention);
        return record with { PendingAction = transition.Next.PendingAction, Order = ReferenceEquals(lines, order.Lines) ? order : WithGoods(order, transition.Stock, lines) };
    }

    /// <summary>Carries out an event that moves no copies but those of a pending order, or returns <see langword="null"/> with nothing staged when the table forbids it.</summary>
    /// <returns>The state to which the caller brings the order, with <see cref="Moved"/>, in the one copy of the record that it makes.</returns>
    public static OrderState? TryMove(WorkingSet records, OrderRecord record, OrderTrigger trigger, Moment now)
    {
        if (OrderTransitions.Of(StateOf(record), trigger, Goods.Home) is not { } transition)
        {
            return null;
        }

        MoveStock(records, record, transition.Stock, record.Order.Lines, now);
        return transition.Next;
    }

    /// <summary>Stages an order after a trigger, with the event of the trigger's row in the table.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="current">The order as the trigger found it.</param>
    /// <param name="next">The order as it is to be.</param>
    /// <param name="trigger">What happened to it.</param>
    /// <param name="at">When.</param>
    /// <param name="consignment">The copies that it was about; <see langword="null"/> for all of the order.</param>
    public static void Put(WorkingSet records, OrderRecord current, OrderRecord next, OrderTrigger trigger, DateTimeOffset at, Consignment? consignment = null)
    {
        var goods = OrderTransitions.EffectOf(trigger) == StockEffect.None ? Goods.Home : OrderGoods.Of(next.Order.Lines);
        Put(records, current, next, OrderTransitions.Of(StateOf(current), trigger, goods)!.Value.Event, at, consignment);
    }

    /// <summary>Stages an order, with an event if its version has risen.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="current">The order as it was.</param>
    /// <param name="next">The order as it is to be.</param>
    /// <param name="type">The type of the event.</param>
    /// <param name="at">When.</param>
    /// <param name="consignment">The copies that it tells of; <see langword="null"/> for all of the order.</param>
    public static void Put(WorkingSet records, OrderRecord current, OrderRecord next, string type, DateTimeOffset at, Consignment? consignment = null)
    {
        records.Orders.Put(next.Order.Id, next);
        if (next.Version != current.Version)
        {
            OrderEvents.Append(records, current, next, type, at, consignment);
        }
    }

    /// <summary>Whether the table allows an event, but the copies that it brings back would exceed <see cref="StockLevel.MaxOnHand"/>.</summary>
    public static bool ExceedsStockLimit(WorkingSet records, OrderRecord record, OrderTrigger trigger, Consignment? consignment = null) =>
        Find(record, trigger, consignment) is var (_, lines) && ExceedsStockLimit(records, record.Order.Lines, lines);

    /// <summary>Whether what is left of an order's captured money goes back when a trigger happens to it.</summary>
    public static bool GivesBack(OrderRecord record, OrderTrigger trigger, Consignment? consignment = null) => Find(record, trigger, consignment) is ({ GivesBack: true }, _);

    /// <summary>Whether the worth of the copies goes back when a trigger happens to them.</summary>
    public static bool GivesBackCopies(OrderRecord record, OrderTrigger trigger, Consignment? consignment) => Find(record, trigger, consignment) is ({ GivesBackCopies: true }, _);

    /// <summary>The order in another state, and one version later.</summary>
    public static Order Moved(Order order, OrderState next, DateTimeOffset now, string? transactionId, OrderAttention? attention) => order with
    {
        Version = order.Version + 1,
        Status = next.Status,
        PaymentStatus = next.Payment,
        PaymentTransactionId = transactionId,
        Attention = attention,
        UpdatedAt = now,
    };

    // The row of the table, and the lines as it leaves them: the same list where it moves no copies.
    private static (OrderTransition Transition, IReadOnlyList<OrderLine> Lines)? Find(OrderRecord record, OrderTrigger trigger, Consignment? consignment)
    {
        var lines = record.Order.Lines;
        var goods = Goods.Home;
        if (OrderTransitions.EffectOf(trigger) is var effect and not StockEffect.None)
        {
            // A parcel whose copies have all gone another way meanwhile has nothing left to tell.
            if (OrderGoods.After(lines, effect, consignment?.Copies ?? []) is not { } after || (OrderGoods.IsMove(effect) && after.SequenceEqual(lines)))
            {
                return null;
            }

            (lines, goods) = (after, OrderGoods.Of(after));
        }

        // Where nothing says which gateway has the money, it goes back in one amount.
        return OrderTransitions.Of(StateOf(record), trigger, goods) is { } transition && !(transition.GivesBackCopies && record.Gateway is null)
            ? (transition, transition.Stock switch { StockEffect.None => record.Order.Lines, StockEffect.GiveBack => OrderGoods.WithoutWaiting(record.Order.Lines), _ => lines })
            : null;
    }

    // With the last of it, nothing of a cancelled order is scheduled any more.
    private static Order WithGoods(Order order, StockEffect effect, IReadOnlyList<OrderLine> lines) => order with
    {
        Lines = lines,
        IsDispatched = OrderGoods.IsOut(lines),
        DeliveryId = effect == StockEffect.Release && order.Status == OrderStatus.Cancelled ? null : order.DeliveryId,
    };

    // On hand rises by what comes back: undelivered, or given back by the customer.
    private static bool ExceedsStockLimit(WorkingSet records, IReadOnlyList<OrderLine> before, IReadOnlyList<OrderLine> after)
    {
        for (var i = 0; i < after.Count; i++)
        {
            var back = before[i].Dispatched - after[i].Dispatched + after[i].Returned - before[i].Returned;
            if (back > 0 && !StockLedger.HasRoom(records, after[i].Isbn, back))
            {
                return true;
            }
        }

        return false;
    }

    private static void MoveStock(WorkingSet records, OrderRecord record, StockEffect effect, IReadOnlyList<OrderLine> after, Moment now)
    {
        var order = record.Order;
        for (var i = 0; effect != StockEffect.None && i < after.Count; i++)
        {
            var (line, next) = (order.Lines[i], after[i]);
            if (effect == StockEffect.GiveBack)
            {
                StockLedger.Release(records, line.Isbn, line.Quantity, 0, order.Id, now.Shown, line.Waiting);
                WaitingLine.Put(records, line, next);
            }
            else if (!ReferenceEquals(line, next))
            {
                MoveStock(records, order.Id, line, next, effect, now.Shown);
            }
        }

        if (effect == StockEffect.GiveBack && record.ReservationId is { } reservationId)
        {
            CartReturn.GiveBack(records, reservationId, order.Lines, now);
        }
    }

    private static void MoveStock(WorkingSet records, Guid orderId, OrderLine line, OrderLine next, StockEffect effect, DateTimeOffset now)
    {
        var held = OrderGoods.Held(next);
        switch (effect)
        {
            case StockEffect.Release:
                StockLedger.Release(records, line.Isbn, next.Cancelled - line.Cancelled, held, orderId, now, line.Waiting - next.Waiting);
                WaitingLine.Put(records, line, next);
                break;
            case StockEffect.Ship:
                StockLedger.Ship(records, line.Isbn, next.Dispatched - line.Dispatched, held, orderId, now);
                break;
            case StockEffect.Return:
                StockLedger.Return(records, line.Isbn, line.Dispatched - next.Dispatched, held, orderId, now);
                break;
            case StockEffect.TakeBack:
                StockLedger.TakeBack(records, line.Isbn, next.Returned - line.Returned, orderId, now);
                break;
        }
    }
}
