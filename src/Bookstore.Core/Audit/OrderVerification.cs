using Bookstore.Storage;

namespace Bookstore;

/// <summary>What has to be true of each order and each cart's reservation.</summary>
internal static class OrderVerification
{
    public static void Check(AuditRun run, OrderAudit audit)
    {
        var order = audit.Order.Order;
        var mustHold = order.Status is OrderStatus.Pending or OrderStatus.Created && !order.IsDispatched;
        if (mustHold && !Holds(audit.Held, order.Lines))
        {
            run.Find("order_without_hold", order.Id, $"The order is {order.Status} and not dispatched, but its lines are not held.");
        }
        else if (!mustHold && audit.Held.Count > 0)
        {
            run.Find("hold_of_closed_order", order.Id, $"The order is {order.Status}, dispatched is {order.IsDispatched}, but copies are held for it.");
        }

        CheckTotal(run, order);
        CheckWork(run, audit.Order);
    }

    public static void Check(AuditRun run, ReservationAudit audit)
    {
        var isHeld = audit.Reservation.Status == ReservationStatus.Held;
        if (isHeld ? !Holds(audit.Held, audit.Reservation.Lines) : audit.Held.Count > 0)
        {
            run.Find("reservation_mismatch", audit.Reservation.Id, $"The reservation is {audit.Reservation.Status}, but what is held for it says otherwise.");
        }
    }

    private static void CheckTotal(AuditRun run, Order order)
    {
        var total = Money.FromMinorUnits(0, order.Total.Currency);
        foreach (var line in order.Lines)
        {
            total += line.UnitPrice * line.Quantity;
        }

        foreach (var adjustment in order.Adjustments)
        {
            total += adjustment.Amount;
        }

        if (total != order.Total)
        {
            run.Find("order_total_mismatch", order.Id, $"The total is {order.Total}, but lines and adjustments sum up to {total}.");
        }
    }

    private static void CheckWork(AuditRun run, OrderRecord record)
    {
        var hasWork = record.Order.Status == OrderStatus.Pending || record.Owed is not null;
        if (hasWork != (record.DueAt is not null))
        {
            run.Find("order_work_mismatch", record.Order.Id, $"The order is {record.Order.Status} and owes {record.Owed?.ToString() ?? "nothing"}, but its work is due {record.DueAt?.ToString("O") ?? "never"}.");
        }
    }

    private static bool Holds(IReadOnlyList<ReservationLine> held, IReadOnlyList<OrderLine> lines)
    {
        var same = held.Count == lines.Count;
        for (var i = 0; same && i < lines.Count; i++)
        {
            same = held[i].Isbn == lines[i].Isbn && held[i].Quantity == lines[i].Quantity;
        }

        return same;
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
