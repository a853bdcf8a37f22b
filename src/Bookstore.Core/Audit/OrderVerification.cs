using Bookstore.Storage;

namespace Bookstore;

/// <summary>What has to be true of each order and each cart's reservation.</summary>
internal static class OrderVerification
{
    public static void Check(AuditRun run, OrderAudit audit)
    {
        var order = audit.Order.Order;
        var mustHold = order.Status is OrderStatus.Pending or OrderStatus.Created && order.Lines.Any(static line => OrderGoods.Held(line) > 0);
        if (mustHold && !Holds(audit.Held, order.Lines))
        {
            run.Find("order_without_hold", order.Id, $"The order is {order.Status} and not dispatched, but its lines are not held.");
        }
        else if (!mustHold && audit.Held.Count > 0)
        {
            run.Find("hold_of_closed_order", order.Id, $"The order is {order.Status}, dispatched is {order.IsDispatched}, but copies are held for it.");
        }

        CheckLines(run, order);
        CheckTotal(run, order);
        CheckStatus(run, audit.Order);
        CheckWork(run, audit.Order);
        CheckVersion(run, audit.Order);
    }

    public static void Check(AuditRun run, ReservationAudit audit)
    {
        var isHeld = audit.Reservation.Status == ReservationStatus.Held;
        if (isHeld ? !Holds(audit.Held, audit.Reservation.Lines) : audit.Held.Count > 0)
        {
            run.Find("reservation_mismatch", audit.Reservation.Id, $"The reservation is {audit.Reservation.Status}, but what is held for it says otherwise.");
        }
    }

    private static void CheckLines(AuditRun run, Order order)
    {
        for (var i = 0; i < order.Lines.Count; i++)
        {
            if (order.Lines[i] is var line && !OrderGoods.IsPossible(line))
            {
                run.Find(
                    "order_line_mismatch",
                    order.Id,
                    $"Of {line.Quantity} copies of {line.Isbn}, {line.Cancelled} are cancelled, {line.Dispatched} dispatched, {line.Lost} lost, {line.Delivered} delivered and {line.Returned} returned; it waits for {line.Waiting}.");
            }
        }

        var isOver = OrderGoods.Of(order.Lines) is Goods.Arrived or Goods.Back;
        if (OrderGoods.IsOut(order.Lines) != order.IsDispatched || isOver != (order.Status == OrderStatus.Delivered))
        {
            run.Find("order_lines_mismatch", order.Id, $"The order is {order.Status}, dispatched is {order.IsDispatched}, but its lines say {order.Fulfilment}.");
        }
    }

    // Counted wider than an amount: what is stored may be anything.
    private static void CheckTotal(AuditRun run, Order order)
    {
        Int128 total = 0;
        Int128 adjusted = 0;
        Int128 allocated = 0;
        var isAllocated = false;
        foreach (var line in order.Lines)
        {
            total += (Int128)line.UnitPrice.MinorUnits * line.Quantity;
            allocated += line.Allocated.MinorUnits;
            isAllocated |= line.Allocated.MinorUnits != 0;
        }

        foreach (var adjustment in order.Adjustments)
        {
            adjusted += adjustment.IsIncluded ? 0 : adjustment.Amount.MinorUnits;
        }

        // An order that is older than shares has none.
        if (isAllocated && allocated != adjusted)
        {
            run.Find("order_allocation_mismatch", order.Id, $"The adjustments sum up to {adjusted} minor units, but the shares of the lines to {allocated}.");
        }

        total += adjusted;

        if (total != order.Total.MinorUnits)
        {
            run.Find("order_total_mismatch", order.Id, $"The total is {order.Total}, but lines and adjustments sum up to {total} minor units.");
        }

        if (!order.Total.IsCurrencyKnown)
        {
            run.Find("currency_unknown", order.Id, $"The currency '{order.Total.Currency}' is not known to this version. Update Bookstore.");
        }
    }

    private static void CheckStatus(AuditRun run, OrderRecord record)
    {
        if (!Enum.IsDefined(record.Order.Status) || !Enum.IsDefined(record.Order.PaymentStatus) || (record.PendingAction is { } owed && !Enum.IsDefined(owed)))
        {
            run.Find("order_status_unknown", record.Order.Id, $"The order is {record.Order.Status}, its payment {record.Order.PaymentStatus}, and its pending payment action is {record.PendingAction?.ToString() ?? "none"}: this version does not know one of these.");
        }
    }

    private static void CheckWork(AuditRun run, OrderRecord record)
    {
        var hasWork = record.Order.Status == OrderStatus.Pending || record.PendingAction is not null;
        if (hasWork != (record.DueAt is not null))
        {
            run.Find("order_work_mismatch", record.Order.Id, $"The order is {record.Order.Status} with {record.PendingAction?.ToString() ?? "no"} payment action pending, but its work is due {record.DueAt?.ToString("O") ?? "never"}.");
        }
    }

    private static void CheckVersion(AuditRun run, OrderRecord record)
    {
        var first = record.Order.Status == OrderStatus.Pending ? 0 : 1;
        if (record.Version < first)
        {
            run.Find("order_version_invalid", record.Order.Id, $"The order is {record.Order.Status} with version {record.Version}; the first is {first}.");
        }
    }

    private static bool Holds(IReadOnlyList<ReservationLine> held, IReadOnlyList<OrderLine> lines)
    {
        var next = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var quantity = OrderGoods.Held(lines[i]);
            if (quantity != 0 && (next == held.Count || held[next].Isbn != lines[i].Isbn || held[next++].Quantity != quantity))
            {
                return false;
            }
        }

        return next == held.Count;
    }

    private static bool Holds(IReadOnlyList<ReservationLine> held, IReadOnlyList<ReservationLine> lines)
    {
        var same = held.Count == lines.Count;
        for (var i = 0; same && i < lines.Count; i++)
        {
            same = held[i] == lines[i];
        }

        return same;
    }
}
