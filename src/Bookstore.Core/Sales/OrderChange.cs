using Bookstore.Storage;

namespace Bookstore;

/// <summary>Stages what an event makes of an order: its status, its money and its stock in one step.</summary>
internal static class OrderChange
{
    /// <summary>How many records are loaded with an order at most, itself included: an order is loaded with all its deliveries.</summary>
    public const int MostRecords = 1 + Order.MaxDeliveries;

    /// <summary>How many records are loaded with an order that was read, itself included, about: each delivery but the last was scheduled and ended, which are two changes of the order after its opening.</summary>
    public static int RecordsOf(OrderRecord record) => Math.Min(MostRecords, 1 + ((record.Version - 1) / 2));

    /// <summary>How many records an event of an order may touch, about: the order with its deliveries, its lines, and the cart that its copies may go back to.</summary>
    public static int WeightOf(OrderRecord record) => RecordsOf(record) + (record.ReservationId is null ? record.Order.Lines.Count : (2 * record.Order.Lines.Count) + 1);

    /// <summary>The part of an order that decides what may happen to it.</summary>
    public static OrderState StateOf(OrderRecord record) => new(record.Order.Status, record.Order.PaymentStatus, record.PendingAction, FulfilmentOf(record.Order));

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
    }

    /// <summary>Carries an event out on the order and its stock, or returns <see langword="null"/> with nothing staged when the table or the stock's limit forbids it.</summary>
    /// <remarks>The caller stages the returned record after adding what else the event brings. All of it is one change, which raises the order's version.</remarks>
    public static OrderRecord? TryStage(WorkingSet records, OrderRecord record, OrderTrigger trigger, Moment now) =>
        TryMove(records, record, trigger, now) is { } next
            ? record with { PendingAction = next.PendingAction, Order = Moved(record.Order, next, now.Shown, record.Order.PaymentTransactionId, record.Order.Attention) }
            : null;

    /// <summary>Carries an event out on the stock alone, or returns <see langword="null"/> with nothing staged when the table or the stock's limit forbids it.</summary>
    /// <returns>The state to which the caller brings the order, with <see cref="Moved"/>, in the one copy of the record that it makes.</returns>
    public static OrderState? TryMove(WorkingSet records, OrderRecord record, OrderTrigger trigger, Moment now)
    {
        if (OrderTransitions.Of(StateOf(record), trigger) is not { } transition || ExceedsStockLimit(records, record.Order, transition.Stock))
        {
            return null;
        }

        MoveStock(records, record.Order, transition.Stock, now.Shown);
        if (transition.Stock == StockEffect.GiveBack && record.ReservationId is { } reservationId)
        {
            CartReturn.GiveBack(records, reservationId, record.Order.Lines, now);
        }

        return transition.Next;
    }

    /// <summary>Stages an order after a trigger, with the event of the trigger's row in the table.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="current">The order as the trigger found it.</param>
    /// <param name="next">The order as it is to be.</param>
    /// <param name="trigger">What happened to it.</param>
    /// <param name="at">When.</param>
    public static void Put(WorkingSet records, OrderRecord current, OrderRecord next, OrderTrigger trigger, DateTimeOffset at) =>
        Put(records, current, next, OrderTransitions.Of(StateOf(current), trigger)!.Value.Event, at);

    /// <summary>Stages an order, with an event if its version has risen.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="current">The order as it was.</param>
    /// <param name="next">The order as it is to be.</param>
    /// <param name="type">The type of the event.</param>
    /// <param name="at">When.</param>
    public static void Put(WorkingSet records, OrderRecord current, OrderRecord next, string type, DateTimeOffset at)
    {
        records.Orders.Put(next.Order.Id, next);
        if (next.Version != current.Version)
        {
            OrderEvents.Append(records, current, next, type, at);
        }
    }

    /// <summary>Whether the table allows an event, but the copies that it brings back would exceed <see cref="StockLevel.MaxOnHand"/>.</summary>
    public static bool ExceedsStockLimit(WorkingSet records, OrderRecord record, OrderTrigger trigger) =>
        OrderTransitions.Of(StateOf(record), trigger) is { } transition && ExceedsStockLimit(records, record.Order, transition.Stock);

    /// <summary>The order in another state, and one version later.</summary>
    public static Order Moved(Order order, OrderState next, DateTimeOffset now, string? transactionId, OrderAttention? attention) => order with
    {
        Version = order.Version + 1,
        Status = next.Status,
        PaymentStatus = next.Payment,
        PaymentTransactionId = transactionId,
        IsDispatched = next.Fulfilment == Fulfilment.Dispatched,
        DeliveryId = next.Fulfilment == Fulfilment.None ? null : order.DeliveryId,
        Attention = attention,
        UpdatedAt = now,
    };

    private static Fulfilment FulfilmentOf(Order order)
    {
        if (order.DeliveryId is null)
        {
            return Fulfilment.None;
        }

        return order.IsDispatched ? Fulfilment.Dispatched : Fulfilment.Scheduled;
    }

    private static bool ExceedsStockLimit(WorkingSet records, Order order, StockEffect effect)
    {
        if (effect is not (StockEffect.Return or StockEffect.TakeBack))
        {
            return false;
        }

        for (var i = 0; i < order.Lines.Count; i++)
        {
            if (!StockLedger.HasRoom(records, order.Lines[i].Isbn, order.Lines[i].Quantity))
            {
                return true;
            }
        }

        return false;
    }

    private static void MoveStock(WorkingSet records, Order order, StockEffect effect, DateTimeOffset now)
    {
        if (effect == StockEffect.None)
        {
            return;
        }

        for (var i = 0; i < order.Lines.Count; i++)
        {
            var line = order.Lines[i];
            switch (effect)
            {
                case StockEffect.Release or StockEffect.GiveBack:
                    StockLedger.Release(records, line.Isbn, line.Quantity, order.Id, now);
                    break;
                case StockEffect.Ship:
                    StockLedger.Ship(records, line.Isbn, line.Quantity, order.Id, now);
                    break;
                case StockEffect.TakeBack:
                    StockLedger.TakeBack(records, line.Isbn, line.Quantity, order.Id, now);
                    break;
                default:
                    StockLedger.Return(records, line.Isbn, line.Quantity, order.Id, now);
                    break;
            }
        }
    }
}
