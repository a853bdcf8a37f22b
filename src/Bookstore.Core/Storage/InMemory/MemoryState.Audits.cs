namespace Bookstore.Storage;

internal sealed partial record MemoryState
{
    private const int MaxOrphans = 10;

    public IReadOnlyList<StockAudit> AuditStock(Isbn? after, int limit)
    {
        var found = new List<StockAudit>();
        for (var i = after is { } isbn ? StockIsbns.SeekAfter(isbn) : 0; i < StockIsbns.Count && found.Count < limit; i++)
        {
            var audit = Audit(StockIsbns[i]);
            if (audit.Level is not null || audit.MovementCount > 0 || audit.HeldSum > 0)
            {
                found.Add(audit);
            }
        }

        return found;
    }

    public IReadOnlyList<OrderAudit> AuditOrders(Guid? after, int limit)
    {
        var found = new List<OrderAudit>();
        var first = after is { } id ? OrdersByStatus.SeekAfter((AnyStatus, id)) : 0;
        for (var i = first; i < OrdersByStatus.Count && OrdersByStatus[i].Status == AnyStatus && found.Count < limit; i++)
        {
            found.Add(new OrderAudit(Orders[OrdersByStatus[i].Id], Held(OrdersByStatus[i].Id)));
        }

        return found;
    }

    public IReadOnlyList<ReservationAudit> AuditReservations(Guid? after, int limit)
    {
        var found = new List<ReservationAudit>();
        for (var i = after is { } id ? ReservationsById.SeekAfter(id) : 0; i < ReservationsById.Count && found.Count < limit; i++)
        {
            found.Add(new ReservationAudit(Reservations[ReservationsById[i]], Held(ReservationsById[i])));
        }

        return found;
    }

    private StockAudit Audit(Isbn isbn)
    {
        var (count, onHand, reserved, held) = (0L, 0L, 0L, 0L);
        for (var i = MovementsByBook.SeekFrom((isbn, 0)); i < MovementsByBook.Count && MovementsByBook[i].Isbn == isbn; i++)
        {
            var movement = Movements[(int)MovementsByBook[i].Position];
            count++;
            onHand += movement.OnHandChange;
            reserved += movement.ReservedChange;
        }

        var orphans = new List<Guid>();
        for (var i = HoldsByBook.SeekFrom((isbn, Guid.Empty)); i < HoldsByBook.Count && HoldsByBook[i].Isbn == isbn; i++)
        {
            var holder = HoldsByBook[i].Holder;
            held += Holds[(isbn, holder)];
            if (orphans.Count < MaxOrphans && !Orders.ContainsKey(holder) && !Reservations.ContainsKey(holder))
            {
                orphans.Add(holder);
            }
        }

        return new StockAudit(isbn, Stock.GetValueOrDefault(isbn), count, onHand, reserved, held, orphans);
    }

    private List<ReservationLine> Held(Guid holder)
    {
        var held = new List<ReservationLine>();
        for (var i = HoldsByHolder.SeekFrom((holder, default)); i < HoldsByHolder.Count && HoldsByHolder[i].Holder == holder; i++)
        {
            var isbn = HoldsByHolder[i].Isbn;
            held.Add(new ReservationLine(isbn, Holds[(isbn, holder)]));
        }

        return held;
    }
}
