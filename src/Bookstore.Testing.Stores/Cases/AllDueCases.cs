using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>What is due at every gateway and every courier, as a person lists it.</summary>
internal sealed class AllDueCases : StoreCases
{
    private static readonly DateTimeOffset Now = Records.Time.AddHours(1);

    [Case(OrderWork.Recovery, OrderStatus.Pending)]
    [Case(OrderWork.Settlement, OrderStatus.Created)]
    public async Task Due_orders_of_every_gateway_are_listed_by_gateway_and_longest_due_first(OrderWork work, OrderStatus status)
    {
        (await OrdersAsync(work, 10)).ShouldBeEmpty();
        await SaveAsync(
            Order(1, status, 3, "b"),
            Order(2, status, 1, "b"),
            Order(3, status, 2, "a"),
            Order(4, status, 90, "a"),
            Order(5, status, 4, null),
            Order(6, status, 60, "c"),
            Order(7, status, 2, null),
            Records.Order(Records.Id(8), status) with { Gateway = "a" });

        (await OrdersAsync(work, 10)).ShouldBe([7, 5, 3, 2, 1, 6]);
        foreach (var limit in (int[])[1, 2, 3, 4, 6])
        {
            (await OrdersAsync(work, limit)).ShouldBe([7, 5, 3, 2, 1, 6]);
        }
    }

    [Case]
    public async Task Each_kind_of_work_is_listed_alone()
    {
        var waiting = Order(1, OrderStatus.Pending, 1, "bank");
        waiting = waiting with { Order = waiting.Order with { PaymentStatus = PaymentStatus.ActionRequired } };
        await SaveAsync(waiting, Order(2, OrderStatus.Pending, 1, "bank"), Order(3, OrderStatus.Created, 1, "bank"), Order(4, OrderStatus.Rejected, 2, "bank"));

        (await OrdersAsync(OrderWork.CustomerAction, 10)).ShouldBe([1]);
        (await OrdersAsync(OrderWork.Recovery, 10)).ShouldBe([2]);
        (await OrdersAsync(OrderWork.Settlement, 10)).ShouldBe([3, 4]);
    }

    [Case]
    public async Task Due_orders_come_back_with_every_field_and_are_not_listed_once_they_are_done()
    {
        var order = Order(1, OrderStatus.Created, 1, "bank") with { Attempts = 3, Fence = 4 };
        await SaveAsync(order, Order(2, OrderStatus.Created, 1, "bank"));
        (await Store.ListAllDueOrdersAsync(OrderWork.Settlement, Now, null, 1, default)).Items.Single().ShouldBeSameAs(order);

        await SaveAsync(Records.Order(Records.Id(1)) with { Gateway = "bank" });
        (await OrdersAsync(OrderWork.Settlement, 10)).ShouldBe([2]);
    }

    [Case]
    public async Task Any_position_continues_the_list_of_due_orders()
    {
        await SaveAsync(Order(1, OrderStatus.Created, 1, null), Order(2, OrderStatus.Created, 1, "b"), Order(3, OrderStatus.Created, 2, "b"), Order(4, OrderStatus.Created, 1, "d"));

        (await OrdersAfterAsync(new PartyDuePosition(null, Records.Latest, Guid.AllBitsSet))).ShouldBe([2, 3, 4]);
        (await OrdersAfterAsync(new PartyDuePosition("a", Records.Time, Records.Id(1)))).ShouldBe([2, 3, 4]);
        (await OrdersAfterAsync(new PartyDuePosition("b", Records.Time.AddMinutes(1), Records.Id(2)))).ShouldBe([3, 4]);
        (await OrdersAfterAsync(new PartyDuePosition("c", Records.Time, Guid.Empty))).ShouldBe([4]);
        (await OrdersAfterAsync(new PartyDuePosition("e", Records.Time, Guid.Empty))).ShouldBeEmpty();
    }

    [Case]
    public async Task Due_deliveries_of_every_courier_are_listed_by_courier_and_longest_due_first()
    {
        (await DeliveriesAsync(10)).ShouldBeEmpty();
        await SaveAsync([.. Enumerable.Range(1, 6).Select(number => Records.Order(Records.Id(number)))]);
        await SaveAsync(Delivery(1, 3, "b"), Delivery(2, 1, "b"), Delivery(3, 2, "a"), Delivery(4, 90, "a"), Delivery(5, 60, "c"), Records.Delivery(Records.Id(6), Records.Id(6)));

        foreach (var limit in (int[])[1, 2, 3, 4, 10])
        {
            (await DeliveriesAsync(limit)).ShouldBe([3, 2, 1, 5]);
        }
    }

    [Case]
    public async Task Many_that_are_not_due_do_not_hide_those_behind_them()
    {
        const int Waiting = KeysetPage.MaxSkipped + 10;
        for (var number = 0; number < Waiting; number += 500)
        {
            await SaveAsync([.. Enumerable.Range(number, Math.Min(500, Waiting - number)).Select(id => Order(id, OrderStatus.Created, 90, "a"))]);
        }

        await SaveAsync(Order(Waiting + 1, OrderStatus.Created, 1, "b"));
        (await OrdersAsync(OrderWork.Settlement, 2)).ShouldBe([Waiting + 1]);
    }

    private static OrderRecord Order(int number, OrderStatus status, int minutes, string? gateway) =>
        Records.Order(Records.Id(number), status, dueAt: Records.Time.AddMinutes(minutes)) with { Gateway = gateway };

    private static DeliveryRecord Delivery(int number, int minutes, string courier)
    {
        var record = Records.Delivery(Records.Id(number), Records.Id(number), dueAt: Records.Time.AddMinutes(minutes));
        return record with { Delivery = record.Delivery with { Courier = courier } };
    }

    private static int NumberOf(Guid id) => Convert.ToInt32(id.ToString("N")[20..], 16);

    private async Task<IReadOnlyList<int>> OrdersAfterAsync(PartyDuePosition after) =>
        [.. (await Store.ListAllDueOrdersAsync(OrderWork.Settlement, Now, after, 10, default)).Items.Select(static order => NumberOf(order.Order.Id))];

    private Task<IReadOnlyList<int>> OrdersAsync(OrderWork work, int limit) =>
        WalkAsync(after => Store.ListAllDueOrdersAsync(work, Now, after, limit, default), limit, static order => order.Order.Id);

    private Task<IReadOnlyList<int>> DeliveriesAsync(int limit) =>
        WalkAsync(after => Store.ListAllDueDeliveriesAsync(Now, after, limit, default), limit, static delivery => delivery.Delivery.Id);

    private static async Task<IReadOnlyList<int>> WalkAsync<T>(Func<PartyDuePosition?, ValueTask<KeysetPage<T, PartyDuePosition>>> list, int limit, Func<T, Guid> idOf)
    {
        var all = new List<int>();
        var pages = 0;
        PartyDuePosition? after = null;
        do
        {
            var page = await list(after);
            page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(page.Items.Select(item => NumberOf(idOf(item))));
            after = page.Next;
            (++pages).ShouldBeLessThan(20);
        }
        while (after is not null);

        return all;
    }
}
