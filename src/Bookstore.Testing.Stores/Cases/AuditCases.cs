using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>The sums for verification, also of rows that ought not to be there.</summary>
internal sealed class AuditCases : StoreCases
{
    private static readonly Isbn First = Records.Isbn(1);
    private static readonly Isbn Second = Records.Isbn(2);

    [Case]
    public async Task Stock_is_added_up_by_book()
    {
        await SaveAsync(
            Records.Level(First, 7, 3, 3),
            Records.Movement(First, 1, 10),
            Records.Movement(First, 2, 0, 5),
            Records.Movement(First, 3, -3, -2),
            Records.Order(Records.Id(1)),
            Records.Reservation(Records.Id(2)),
            new Hold(First, Records.Id(1), 2),
            new Hold(First, Records.Id(2), 1),
            Records.Level(Second, 4),
            Records.Movement(Second, 1, 4));
        var audits = await Store.AuditStockAsync(null, 10, default);
        audits.Count.ShouldBe(2);
        ShouldBe(audits[0], First, Records.Level(First, 7, 3, 3), 3, 7, 3, 3);
        ShouldBe(audits[1], Second, Records.Level(Second, 4), 1, 4, 0, 0);
    }

    [Case]
    public async Task Rows_without_a_level_are_added_up_too()
    {
        await SaveAsync(Records.Movement(First, 1, 5), Records.Order(Records.Id(1)), new Hold(Second, Records.Id(1), 3));
        var audits = await Store.AuditStockAsync(null, 10, default);
        audits.Count.ShouldBe(2);
        ShouldBe(audits[0], First, null, 1, 5, 0, 0);
        ShouldBe(audits[1], Second, null, 0, 0, 0, 3);
    }

    [Case]
    public async Task Sums_do_not_overflow()
    {
        await SaveAsync([.. Enumerable.Range(1, 5).Select(number => Records.Movement(First, number, int.MaxValue, int.MinValue))]);
        ShouldBe((await Store.AuditStockAsync(null, 10, default)).Single(), First, null, 5, 5L * int.MaxValue, 5L * int.MinValue, 0);
    }

    [Case]
    public async Task Holders_that_are_neither_order_nor_reservation_are_orphans()
    {
        await SaveAsync(
            Records.Order(Records.Id(1)),
            Records.Reservation(Records.Id(2)),
            new Hold(First, Records.Id(1), 1),
            new Hold(First, Records.Id(2), 1),
            new Hold(First, Records.AwkwardIds[^1], 1),
            new Hold(First, Records.Id(4), 1),
            new Hold(Second, Records.Id(4), 1));
        var audits = await Store.AuditStockAsync(null, 10, default);
        audits[0].HeldSum.ShouldBe(4);
        audits[0].OrphanHolders.ShouldBe([Records.AwkwardIds[^1], Records.Id(4)], ignoreOrder: true);
        audits[1].OrphanHolders.ShouldBe([Records.Id(4)]);
    }

    [Case]
    public async Task Ten_orphans_are_named_and_all_are_counted()
    {
        await SaveAsync([.. Enumerable.Range(1, 25).Select(i => new Hold(First, Records.Id(i), i))]);
        var audit = (await Store.AuditStockAsync(null, 10, default)).Single();
        audit.HeldSum.ShouldBe(Enumerable.Range(1, 25).Sum());
        audit.OrphanHolders.Distinct().Count().ShouldBe(10);
    }

    [Case(1)]
    [Case(3)]
    [Case(10)]
    public async Task Stock_is_paged_by_ascending_ISBN(int limit)
    {
        var isbns = Enumerable.Range(0, 10).Select(i => Records.Isbn(i * 7)).ToArray();
        await SaveAsync([.. isbns.AsEnumerable().Reverse().Select((isbn, i) => (i % 3) switch
        {
            0 => (object)Records.Level(isbn, 1),
            1 => Records.Movement(isbn, 1),
            _ => new Hold(isbn, Records.Id(1), 1),
        })]);
        var seen = new List<Isbn>();
        for (var page = await Store.AuditStockAsync(null, limit, default); page.Count > 0; page = await Store.AuditStockAsync(seen[^1], limit, default))
        {
            page.Count.ShouldBeLessThanOrEqualTo(limit);
            seen.AddRange(page.Select(audit => audit.Isbn));
        }

        seen.ShouldBe(isbns);
        (await Store.AuditStockAsync(Records.Isbn(8), 1, default)).Single().Isbn.ShouldBe(Records.Isbn(14));
    }

    [Case]
    public async Task Orders_are_read_by_ascending_id_with_what_is_held_for_them()
    {
        await SaveAsync([.. Records.AwkwardIds.Reverse().Select(id => Records.Order(id))]);
        await SaveAsync(
            new Hold(Second, Records.AwkwardIds[^1], 4),
            new Hold(First, Records.AwkwardIds[^1], 3),
            new Hold(First, Records.AwkwardIds[0], 2),
            new Hold(First, Records.Id(99), 7));
        var audits = await Store.AuditOrdersAsync(null, 100, default);
        audits.Select(audit => audit.Order.Order.Id).ShouldBe(Records.AwkwardIds);
        audits[^1].Held.ShouldBe([new ReservationLine(First, 3), new ReservationLine(Second, 4)]);
        audits[0].Held.ShouldBe([new ReservationLine(First, 2)]);
        audits.Skip(1).SkipLast(1).ShouldAllBe(audit => audit.Held.Count == 0);
        audits[3].Order.ShouldBeSameAs(Records.Order(Records.AwkwardIds[3]));
        for (var i = 0; i < Records.AwkwardIds.Count; i++)
        {
            (await Store.AuditOrdersAsync(Records.AwkwardIds[i], 3, default)).Select(audit => audit.Order.Order.Id)
                .ShouldBe(Records.AwkwardIds.Skip(i + 1).Take(3));
        }
    }

    [Case]
    public async Task Reservations_are_read_by_ascending_id_with_what_is_held_for_them()
    {
        await SaveAsync([.. Records.AwkwardIds.Reverse().Select(id => Records.Reservation(id))]);
        await SaveAsync(new Hold(Second, Records.AwkwardIds[^1], 4), new Hold(First, Records.AwkwardIds[^1], 3), new Hold(First, Records.AwkwardIds[0], 2));
        var audits = await Store.AuditReservationsAsync(null, 100, default);
        audits.Select(audit => audit.Reservation.Id).ShouldBe(Records.AwkwardIds);
        audits[^1].Held.ShouldBe([new ReservationLine(First, 3), new ReservationLine(Second, 4)]);
        audits[0].Held.ShouldBe([new ReservationLine(First, 2)]);
        audits[3].Reservation.ShouldBeSameAs(Records.Reservation(Records.AwkwardIds[3]));
        for (var i = 0; i < Records.AwkwardIds.Count; i++)
        {
            (await Store.AuditReservationsAsync(Records.AwkwardIds[i], 3, default)).Select(audit => audit.Reservation.Id)
                .ShouldBe(Records.AwkwardIds.Skip(i + 1).Take(3));
        }
    }

    private static void ShouldBe(StockAudit audit, Isbn isbn, StockLevel? level, long count, long onHand, long reserved, long held)
    {
        audit.Isbn.ShouldBe(isbn);
        audit.Level.ShouldBe(level);
        audit.MovementCount.ShouldBe(count);
        audit.OnHandSum.ShouldBe(onHand);
        audit.ReservedSum.ShouldBe(reserved);
        audit.HeldSum.ShouldBe(held);
        audit.OrphanHolders.ShouldBeEmpty();
    }
}
