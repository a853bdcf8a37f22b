using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>What a store refuses, and that nothing of a refused unit is written.</summary>
internal sealed class ConflictCases : StoreCases
{
    private static readonly Isbn First = Records.Isbn(1);
    private static readonly Guid Order = Records.Id(1);

    [Case]
    public Task Inserting_an_order_that_exists_is_a_conflict() =>
        ShouldConflictAsync(set => set.InsertOrder(Records.Order(Order, OrderStatus.Rejected)));

    [Case]
    public Task Inserting_a_reservation_that_exists_is_a_conflict() =>
        ShouldConflictAsync(set => set.Reservations.Insert(Records.Id(3), Records.Reservation(Records.Id(3), ReservationStatus.Released)));

    [Case]
    public Task Inserting_an_idempotency_key_that_exists_is_a_conflict() =>
        ShouldConflictAsync(set => set.IdempotencyKeys.Insert(Records.Key("k").Id, Records.Key("k", createdAt: Records.Time.AddDays(1))));

    [Case]
    public Task Inserting_a_stock_level_that_exists_is_a_conflict() =>
        ShouldConflictAsync(set => set.Stock.Insert(First, Records.Level(First, 77)));

    [Case]
    public Task Inserting_a_delivery_that_is_there_is_a_conflict() => ShouldConflictAsync(
        set => set.Deliveries.Insert(Records.Id(2), Records.Delivery(Records.Id(2), Order, DeliveryStatus.Cancelled)));

    [Case]
    public async Task Of_two_units_that_insert_the_same_record_the_second_does_not_overwrite_the_first()
    {
        var first = await OpenAsync(keys => keys.IdempotencyKeys.Add(Records.Key("k").Id));
        var opening = OpenAsync(keys => keys.IdempotencyKeys.Add(Records.Key("k").Id));
        await Task.WhenAny(opening, Task.Delay(Moment));
        first.Records.IdempotencyKeys.Put(Records.Key("k").Id, Records.Key("k"));
        await first.CommitAsync(NextMark());
        await first.DisposeAsync();
        await using var second = await InTime(opening);

        // Where the second unit could be opened meanwhile, it learns of the first at its commit.
        if (second.Records.IdempotencyKeys.Find(Records.Key("k").Id) is null)
        {
            second.Records.IdempotencyKeys.Put(Records.Key("k").Id, Records.Key("k", createdAt: Records.Time.AddDays(1)));
            await Should.ThrowAsync<StoreConflictException>(async () => await second.CommitAsync(NextMark()));
        }

        (await Store.ListKeysAsync(Records.Latest, null, 10, default)).ShouldBe([Records.Key("k")]);
    }

    [Case(5, 6)]
    [Case(5, -1)]
    [Case(-1, -1)]
    [Case(-1, 0)]
    [Case(0, 1)]
    public async Task A_level_out_of_bounds_is_refused_and_nothing_is_written(int onHand, int reserved)
    {
        await SaveAsync(UnitCases.Everything());
        await using (var unit = await OpenAsync(keys => keys.Stock.Add(First)))
        {
            StageOthers(unit.Records);
            unit.Records.Stock.Put(First, Records.Level(First, onHand, reserved));
            var refused = await Should.ThrowAsync<BookstoreStoreException>(async () => await unit.CommitAsync(NextMark()));
            refused.IsOutcomeUnknown.ShouldBeFalse();
        }

        await NothingElseShouldBeThereAsync();
    }

    [Case]
    public async Task A_new_level_out_of_bounds_is_refused()
    {
        await using (var unit = await OpenAsync(keys => keys.Stock.Add(First)))
        {
            unit.Records.Stock.Put(First, Records.Level(First, 1, 2));
            await Should.ThrowAsync<BookstoreStoreException>(async () => await unit.CommitAsync(NextMark()));
        }

        (await Store.AuditStockAsync(null, 10, default)).ShouldBeEmpty();
    }

    [Case(0, 0)]
    [Case(5, 5)]
    [Case(StockLevel.MaxOnHand, StockLevel.MaxOnHand)]
    public async Task A_level_at_its_bounds_is_written(int onHand, int reserved)
    {
        await SaveAsync(Records.Level(First, onHand, reserved, long.MaxValue));
        (await Store.AuditStockAsync(null, 10, default)).Single().Level.ShouldBe(Records.Level(First, onHand, reserved, long.MaxValue));
    }

    private async Task ShouldConflictAsync(Action<WorkingSet> insert)
    {
        await SaveAsync(UnitCases.Everything());
        await using (var unit = await OpenAsync(_ => { }))
        {
            StageOthers(unit.Records);
            insert(unit.Records);
            await Should.ThrowAsync<StoreConflictException>(async () => await unit.CommitAsync(NextMark()));
        }

        await NothingElseShouldBeThereAsync();
    }

    private static void StageOthers(WorkingSet set)
    {
        set.InsertOrder(Records.Order(Records.Id(8)));
        set.InsertDelivery(Records.Delivery(Records.Id(9), Records.Id(8)));
        set.Stock.Insert(Records.Isbn(2), Records.Level(Records.Isbn(2), 1));
        set.AppendMovement(Records.Movement(Records.Isbn(2), 1));
        set.Reservations.Insert(Records.Id(10), Records.Reservation(Records.Id(10)));
        set.IdempotencyKeys.Insert(Records.Key("other").Id, Records.Key("other"));
        set.Holds.Add(First, Records.Id(8), 1);
    }

    private async Task NothingElseShouldBeThereAsync()
    {
        (await Store.AuditOrdersAsync(null, 10, default)).Single().Order.ShouldBeSameAs(Records.Order(Order));
        (await Store.ListDeliveriesAsync(DeliveryFilter.All, null, 10, default)).Items.ShouldBe([Records.Delivery(Records.Id(2), Order)]);
        (await Store.AuditReservationsAsync(null, 10, default)).Single().Reservation.ShouldBeSameAs(Records.Reservation(Records.Id(3)));
        (await Store.ListKeysAsync(Records.Latest, null, 10, default)).ShouldBe([Records.Key("k")]);
        var audit = (await Store.AuditStockAsync(null, 10, default)).Single();
        audit.Level.ShouldBe(Records.Level(First, 5, 2));
        audit.HeldSum.ShouldBe(2);

        await InTime(SaveAsync(Records.Level(First, 6)));
        (await Store.AuditStockAsync(null, 10, default)).Single().Level.ShouldBe(Records.Level(First, 6));
    }
}
