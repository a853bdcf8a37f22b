namespace Bookstore.Storage;

/// <summary>The reads for verification. Each runs in one transaction, hence out of one snapshot.</summary>
internal static class Audits
{
    public static IReadOnlyList<StockAudit> Stock(SqliteDatabase database, Isbn? after, int limit) => InSnapshot(database, (after, limit), static (database, page) =>
    {
        var audits = new List<StockAudit>();
        var position = page.after?.ToInt64() ?? 0;
        while (audits.Count < page.limit && Next(database, position) is { } next)
        {
            audits.Add(Sum(database, next.Isbn, next.Row));
            position = next.Isbn;
        }

        return (IReadOnlyList<StockAudit>)audits;
    });

    public static IReadOnlyList<OrderAudit> Orders(SqliteDatabase database, Guid? after, int limit) => InSnapshot(database, (after, limit), static (database, page) =>
    {
        var orders = OrderRows.ListAscending(database, page.after, page.limit);
        var audits = new List<OrderAudit>(orders.Count);
        foreach (var order in orders)
        {
            audits.Add(new OrderAudit(order, HoldRows.ListByHolder(database, order.Order.Id)));
        }

        return (IReadOnlyList<OrderAudit>)audits;
    });

    public static IReadOnlyList<ReservationAudit> Reservations(SqliteDatabase database, Guid? after, int limit) => InSnapshot(database, (after, limit), static (database, page) =>
    {
        var reservations = ReservationRows.List(database, page.after, page.limit);
        var audits = new List<ReservationAudit>(reservations.Count);
        foreach (var reservation in reservations)
        {
            audits.Add(new ReservationAudit(reservation, HoldRows.ListByHolder(database, reservation.Id)));
        }

        return (IReadOnlyList<ReservationAudit>)audits;
    });

    // The next book that has a stock row or, should the row be missing, a hold.
    private static (long Isbn, StockRow? Row)? Next(SqliteDatabase database, long position)
    {
        var stock = StockRows.FindAfter(database, position);
        var held = HoldRows.FindIsbnAfter(database, position);
        return (stock, held) switch
        {
            (null, null) => null,
            (null, { } only) => (only, null),
            ({ } row, { } first) when first < row.Isbn => (first, null),
            ({ } row, _) => (row.Isbn, row.Row),
        };
    }

    private static StockAudit Sum(SqliteDatabase database, long isbn, StockRow? row)
    {
        var (count, onHand, reserved) = MovementRows.Sum(database, isbn, row?.Head);
        var (held, orphans) = HoldRows.Sum(database, isbn);
        return new StockAudit(Isbn.FromInt64(isbn), row?.Level, count, onHand, reserved, held, orphans);
    }

    private static T InSnapshot<TState, T>(SqliteDatabase database, TState state, Func<SqliteDatabase, TState, T> read)
    {
        database.Execute("BEGIN");
        try
        {
            return read(database, state);
        }
        finally
        {
            _ = database.TryExecute("COMMIT");
        }
    }
}
