using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The reads for verification. Each runs in one transaction, hence out of one snapshot.</summary>
internal static class Audits
{
    public static IReadOnlyList<StockAudit> Stock(SqliteDatabase database, Isbn? after, int limit) => Snapshot.Read(database, (after, limit), static (database, page) =>
    {
        var from = page.after?.ToInt64() ?? 0;
        var stock = StockRows.ListAfter(database, from, page.limit);
        var held = HoldRows.SumByBook(database, from, stock.Count < page.limit ? long.MaxValue : stock.Keys.Last());

        // A book can have holds although its stock row is missing.
        var books = new SortedSet<long>(stock.Keys);
        books.UnionWith(held.Keys);
        var audits = new List<StockAudit>(page.limit);
        foreach (var isbn in books.Take(page.limit))
        {
            audits.Add(Sum(database, isbn, stock.GetValueOrDefault(isbn), held.GetValueOrDefault(isbn)));
        }

        return (IReadOnlyList<StockAudit>)audits;
    });

    public static IReadOnlyList<OrderAudit> Orders(SqliteDatabase database, Guid? after, int limit) => Snapshot.Read(database, (after, limit), static (database, page) =>
    {
        var orders = OrderRows.ListAscending(database, page.after, page.limit);
        var audits = new List<OrderAudit>(orders.Count);
        foreach (var order in orders)
        {
            audits.Add(new OrderAudit(order, HoldRows.ListByHolder(database, order.Order.Id)));
        }

        return (IReadOnlyList<OrderAudit>)audits;
    });

    public static IReadOnlyList<ReservationAudit> Reservations(SqliteDatabase database, Guid? after, int limit) => Snapshot.Read(database, (after, limit), static (database, page) =>
    {
        var reservations = ReservationRows.List(database, page.after, page.limit);
        var audits = new List<ReservationAudit>(reservations.Count);
        foreach (var reservation in reservations)
        {
            audits.Add(new ReservationAudit(reservation, HoldRows.ListByHolder(database, reservation.Id)));
        }

        return (IReadOnlyList<ReservationAudit>)audits;
    });

    private static StockAudit Sum(SqliteDatabase database, long isbn, StockRow? row, HeldSum? held)
    {
        var (count, onHand, reserved) = MovementRows.Sum(database, isbn, row?.Head);
        return new StockAudit(Isbn.FromStored(isbn), row?.Level, count, onHand, reserved, held?.Quantity ?? 0, held?.Orphans ?? []);
    }
}
