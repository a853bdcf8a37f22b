using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Locks: who waits for whom, and who does not.</summary>
internal sealed class LockCases : StoreCases
{
    private static readonly Isbn First = Records.Isbn(1);

    [Case]
    public Task A_unit_waits_for_the_one_that_has_its_stock_level() => ShouldWaitAsync(
        Records.Level(First, 1),
        Records.Level(First, 2),
        set => set.Stock.Find(First)!.OnHand.ShouldBe(2));

    [Case]
    public Task A_unit_waits_for_the_one_that_has_its_order() => ShouldWaitAsync(
        Records.Order(Records.Id(1), OrderStatus.Pending),
        Records.Order(Records.Id(1)),
        set => set.Orders.Find(Records.Id(1))!.Order.Status.ShouldBe(OrderStatus.Created));

    [Case]
    public async Task A_unit_waits_for_the_one_that_locked_the_order_of_its_delivery()
    {
        await SaveAsync(Records.Order(Records.Id(1)));
        await ShouldWaitAsync(
            Records.Delivery(Records.Id(2), Records.Id(1)),
            Records.Delivery(Records.Id(2), Records.Id(1), DeliveryStatus.Failed),
            set => set.FindDelivery(Records.Id(1), Records.Id(2))!.Delivery.Status.ShouldBe(DeliveryStatus.Failed));
    }

    [Case]
    public Task A_unit_waits_for_the_one_that_has_its_reservation() => ShouldWaitAsync(
        Records.Reservation(Records.Id(1)),
        Records.Reservation(Records.Id(1), ReservationStatus.Released),
        set => set.Reservations.Find(Records.Id(1))!.Status.ShouldBe(ReservationStatus.Released));

    [Case]
    public Task A_unit_waits_for_the_one_that_has_its_idempotency_key() => ShouldWaitAsync(
        Records.Key("k"),
        Records.Key("k", createdAt: Records.Time.AddDays(1)),
        set => set.IdempotencyKeys.Find(Records.Key("k").Id)!.CreatedAt.ShouldBe(Records.Time.AddDays(1)));

    [Case]
    public async Task A_unit_that_is_not_committed_leaves_the_committed_records_to_the_next()
    {
        await SaveAsync(Records.Level(First, 1));
        var first = await OpenAsync(keys => keys.Stock.Add(First));
        first.Records.Stock.Put(First, Records.Level(First, 2));
        var second = OpenAsync(keys => keys.Stock.Add(First));
        await ShouldNotEndAsync(second);
        await first.DisposeAsync();
        await using var unit = await InTime(second);
        unit.Records.Stock.Find(First).ShouldBe(Records.Level(First, 1));
    }

    [Case]
    public async Task A_unit_of_another_instance_waits_too()
    {
        var other = await OpenSecondAsync();
        await SaveAsync(Records.Level(First, 1));
        await using var first = await OpenAsync(keys => keys.Stock.Add(First));
        first.Records.Stock.Put(First, Records.Level(First, 2));
        var second = OpenAsync(other, keys => keys.Stock.Add(First), CancellationToken.None);
        await ShouldNotEndAsync(second);
        await first.CommitAsync(NextMark());
        await first.DisposeAsync();
        await using var unit = await InTime(second);
        unit.Records.Stock.Find(First).ShouldBe(Records.Level(First, 2));
    }

    [Case]
    public async Task Waiting_for_a_unit_can_be_cancelled()
    {
        await SaveAsync(Records.Level(First, 1));
        using var cancellation = new CancellationTokenSource();
        await using (await OpenAsync(keys => keys.Stock.Add(First)))
        {
            var second = OpenAsync(Store, keys => keys.Stock.Add(First), cancellation.Token);
            await ShouldNotEndAsync(second);
            await cancellation.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => InTime(second));
        }

        await InTime(SaveAsync(Records.Level(First, 3)));
    }

    [Case]
    public async Task A_unit_whose_token_was_cancelled_before_is_not_opened()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => OpenAsync(Store, keys => keys.Stock.Add(First), new CancellationToken(true)));
        await InTime(SaveAsync(Records.Level(First, 3)));
    }

    [Case]
    public async Task Reads_do_not_wait_for_an_open_unit()
    {
        await SaveAsync(UnitCases.Everything());
        await using var unit = await OpenAsync(keys =>
            Array.ForEach(UnitCases.Everything(), record => Staging.Name(keys, record)));
        unit.Records.Stock.Put(First, Records.Level(First, 9));
        unit.Records.Orders.Put(Records.Id(1), Records.Order(Records.Id(1), OrderStatus.Cancelled));
        (await InTime(Store.FindBookAsync(First, default).AsTask()))!.Stock.OnHand.ShouldBe(5);
        (await InTime(Store.ListOrdersAsync(OrderFilter.All, null, 1, default).AsTask())).Items.Single().Order.Status.ShouldBe(OrderStatus.Created);
        (await InTime(Store.AuditStockAsync(null, 10, default).AsTask())).Single().Level!.OnHand.ShouldBe(5);
        (await InTime(Store.ListKeysAsync(Records.Latest, null, 10, default).AsTask())).Count.ShouldBe(1);
    }

    private static async Task ShouldNotEndAsync(Task task) => (await Task.WhenAny(task, Task.Delay(Moment))).ShouldNotBe(task);

    private async Task ShouldWaitAsync(object before, object after, Action<WorkingSet> check)
    {
        await SaveAsync(before);
        await using var first = await OpenAsync(keys => Staging.Name(keys, before));
        Staging.Stage(first.Records, after);
        var second = OpenAsync(keys => Staging.Name(keys, before));
        await ShouldNotEndAsync(second);
        await first.CommitAsync(NextMark());
        await first.DisposeAsync();
        await using var unit = await InTime(second);
        check(unit.Records);
    }
}
