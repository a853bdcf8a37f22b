using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Orders with work left to do.</summary>
internal sealed class DueOrderCases : StoreCases
{
    [Case(OrderWork.Recovery, OrderStatus.Pending)]
    [Case(OrderWork.Settlement, OrderStatus.Created)]
    [Case(OrderWork.Settlement, OrderStatus.Cancelled)]
    public async Task Due_orders_are_listed_longest_due_first(OrderWork work, OrderStatus status)
    {
        await SaveAsync(
            Records.Order(Records.Id(1), status, dueAt: Records.Time.AddMinutes(3)),
            Records.Order(Records.Id(2), status, dueAt: Records.Time.AddMinutes(1)),
            Records.Order(Records.Id(3), status),
            Records.Order(Records.Id(4), status, dueAt: Records.Time.AddMinutes(2)),
            Records.Order(Records.Id(5), status, dueAt: Records.Time.AddMinutes(2).AddMicroseconds(1)),
            Records.Order(Records.Id(6), status, dueAt: Records.Latest));
        (await DueAsync(work, Records.Time.AddMinutes(2), 10)).ShouldBe(Ids(2, 4));
        (await DueAsync(work, Records.Time.AddMinutes(5), 10)).ShouldBe(Ids(2, 4, 5, 1));
        (await DueAsync(work, Records.Time.AddMinutes(5), 2)).ShouldBe(Ids(2, 4));
        (await DueAsync(work, Records.Time, 10)).ShouldBeEmpty();
        (await DueAsync(work, Records.Latest, 10)).ShouldBe(Ids(2, 4, 5, 1, 6));
    }

    [Case(OrderWork.Recovery, OrderStatus.Pending)]
    [Case(OrderWork.Settlement, OrderStatus.Created)]
    public async Task Due_orders_are_listed_page_by_page(OrderWork work, OrderStatus status)
    {
        // Several at a time, so that a page ends between two of one time.
        await SaveAsync([.. Enumerable.Range(1, 7).Select(number => Records.Order(Records.Id(number), status, dueAt: Records.Time.AddMinutes(number / 3)))]);
        var all = await DueAsync(work, Records.Latest, 10);
        foreach (var limit in (int[])[1, 2, 3])
        {
            var listed = new List<Guid>();
            DuePosition? after = null;
            do
            {
                var page = await Store.ListDueOrdersAsync(work, null, Records.Latest, after, limit, default);
                page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
                listed.AddRange(page.Items.Select(static order => order.Order.Id));
                after = page.Next;
            }
            while (after is not null);

            listed.ShouldBe(all);
        }

        (await Store.ListDueOrdersAsync(work, null, Records.Time, new DuePosition(Records.Latest, Records.Id(1)), 10, default)).ShouldSatisfyAllConditions(
            static page => page.Items.ShouldBeEmpty(), static page => page.Next.ShouldBeNull());
    }

    [Case]
    public async Task Orders_with_work_left_to_do_are_counted_by_gateway()
    {
        (await Store.CountDueOrdersAsync(Records.Latest, default)).ShouldBeEmpty();
        await SaveAsync(
            Records.Order(Records.Id(1), OrderStatus.Created, dueAt: Records.Time.AddMinutes(1)) with { Gateway = "a" },
            Records.Order(Records.Id(2), OrderStatus.Created, dueAt: Records.Time) with { Gateway = "a" },
            Records.Order(Records.Id(3), OrderStatus.Created, dueAt: Records.Time) with { Gateway = null },
            Records.Order(Records.Id(4), OrderStatus.Pending, dueAt: Records.Time.AddMinutes(-1)) with { Gateway = "a" },
            Records.Order(Records.Id(6), OrderStatus.Pending, dueAt: Records.Time) with { Gateway = "c" },
            Records.Order(Records.Id(7), OrderStatus.Created) with { Gateway = "d" },
            Records.Order(Records.Id(5), OrderStatus.Created, dueAt: Records.Time.AddHours(1)) with { Gateway = "b" });
        (await Store.CountDueOrdersAsync(Records.Time.AddMinutes(2), default)).ShouldBe(
            [new GatewayBacklog("a", 3, Records.Time.AddMinutes(-1)), new GatewayBacklog(null, 1, Records.Time), new GatewayBacklog("c", 1, Records.Time)], ignoreOrder: true);
    }

    [Case]
    public async Task Orders_to_recover_and_orders_to_settle_do_not_hide_each_other()
    {
        await SaveAsync(
            Records.Order(Records.Id(1), OrderStatus.Created, dueAt: Records.Time),
            Records.Order(Records.Id(2), OrderStatus.Pending, dueAt: Records.Time.AddMinutes(1)),
            Records.Order(Records.Id(3), OrderStatus.Rejected, dueAt: Records.Time.AddMinutes(2)),
            Records.Order(Records.Id(4), OrderStatus.Pending, dueAt: Records.Time.AddMinutes(3)));
        (await DueAsync(OrderWork.Recovery, Records.Latest, 1)).ShouldBe(Ids(2));
        (await DueAsync(OrderWork.Recovery, Records.Latest, 10)).ShouldBe(Ids(2, 4));
        (await DueAsync(OrderWork.Settlement, Records.Latest, 2)).ShouldBe(Ids(1, 3));
        (await DueAsync(OrderWork.Settlement, Records.Latest, 10)).ShouldBe(Ids(1, 3));
    }

    [Case]
    public async Task An_order_moves_from_recovery_to_settlement()
    {
        await SaveAsync(Records.Order(Records.Id(1), OrderStatus.Pending, dueAt: Records.Time));
        await SaveAsync(Records.Order(Records.Id(1), OrderStatus.Created, dueAt: Records.Time.AddMinutes(1)));
        (await DueAsync(OrderWork.Recovery, Records.Latest, 10)).ShouldBeEmpty();
        (await DueAsync(OrderWork.Settlement, Records.Time, 10)).ShouldBeEmpty();
        (await DueAsync(OrderWork.Settlement, Records.Time.AddMinutes(1), 10)).ShouldBe(Ids(1));
    }

    [Case(OrderWork.Recovery, OrderStatus.Pending)]
    [Case(OrderWork.Settlement, OrderStatus.Created)]
    public async Task An_order_is_due_at_its_last_due_time_only(OrderWork work, OrderStatus status)
    {
        await SaveAsync(Records.Order(Records.Id(1), status, dueAt: Records.Time), Records.Order(Records.Id(2), status, dueAt: Records.Time));
        await SaveAsync(Records.Order(Records.Id(1), status, dueAt: Records.Time.AddHours(1)), Records.Order(Records.Id(2), status));
        (await DueAsync(work, Records.Time, 10)).ShouldBeEmpty();
        (await DueAsync(work, Records.Time.AddHours(1), 10)).ShouldBe(Ids(1));
    }

    [Case]
    public async Task Orders_that_are_due_at_the_same_time_are_all_listed()
    {
        await SaveAsync([.. Enumerable.Range(0, 5).Select(i => Records.Order(Records.Id(i), dueAt: Records.Time))]);
        (await DueAsync(OrderWork.Settlement, Records.Time, 10)).ShouldBe(Ids(0, 1, 2, 3, 4), ignoreOrder: true);
    }

    [Case]
    public async Task Orders_that_wait_for_their_customers_are_listed_apart()
    {
        var waiting = Records.Order(Records.Id(1), OrderStatus.Pending, dueAt: Records.Time);
        waiting = waiting with { Order = waiting.Order with { PaymentStatus = PaymentStatus.ActionRequired } };
        var rejected = waiting with { Order = waiting.Order with { Id = Records.Id(3), Status = OrderStatus.Rejected }, PendingAction = PaymentAction.Void };
        await SaveAsync(waiting, Records.Order(Records.Id(2), OrderStatus.Pending, dueAt: Records.Time), rejected);

        (await DueAsync(OrderWork.CustomerAction, Records.Time, 10)).ShouldBe(Ids(1));
        (await DueAsync(OrderWork.CustomerAction, Records.Time.AddTicks(-1), 10)).ShouldBeEmpty();
        (await DueAsync(OrderWork.Recovery, Records.Time, 10)).ShouldBe(Ids(2));
        (await DueAsync(OrderWork.Settlement, Records.Time, 10)).ShouldBe(Ids(3));
    }

    [Case(OrderWork.Recovery, OrderStatus.Pending)]
    [Case(OrderWork.Settlement, OrderStatus.Created)]
    public async Task Due_orders_of_one_gateway_are_listed_alone(OrderWork work, OrderStatus status)
    {
        string?[] gateways = [null, "bank", "Bank", "bank ", "b\u00e4nk", "ba"];
        for (var i = 0; i < 18; i++)
        {
            await SaveAsync(Records.Order(Records.Id(i), status, dueAt: Records.Time.AddMinutes(18 - i)) with { Gateway = gateways[i % 6] });
        }

        for (var i = 0; i < gateways.Length; i++)
        {
            (await DueAsync(work, Records.Latest, 10, gateways[i])).ShouldBe(Ids(i + 12, i + 6, i));
            (await DueAsync(work, Records.Latest, 2, gateways[i])).ShouldBe(Ids(i + 12, i + 6));
        }

        (await DueAsync(work, Records.Time.AddMinutes(5), 10, "bank")).ShouldBe(Ids(13));
        (await DueAsync(work, Records.Latest, 10, "nobody")).ShouldBeEmpty();
    }

    [Case]
    public async Task An_order_moves_from_one_kind_of_work_to_another_that_is_due_at_the_same_time()
    {
        var order = Records.Order(Records.Id(1), OrderStatus.Pending, dueAt: Records.Time);
        await SaveAsync(order);
        await SaveAsync(order with { Order = order.Order with { PaymentStatus = PaymentStatus.ActionRequired } });
        (await DueAsync(OrderWork.Recovery, Records.Latest, 10)).ShouldBeEmpty();
        (await DueAsync(OrderWork.CustomerAction, Records.Latest, 10)).ShouldBe(Ids(1));
        await SaveAsync(order with { PendingAction = PaymentAction.Void });
        (await DueAsync(OrderWork.CustomerAction, Records.Latest, 10)).ShouldBeEmpty();
        (await DueAsync(OrderWork.Settlement, Records.Latest, 10)).ShouldBe(Ids(1));
        await SaveAsync(order with { DueAt = null });
        (await DueAsync(OrderWork.Settlement, Records.Latest, 10)).ShouldBeEmpty();
        (await DueAsync(OrderWork.Recovery, Records.Latest, 10)).ShouldBeEmpty();
    }

    [Case]
    public async Task Due_orders_come_back_with_every_field()
    {
        var order = Records.Order(Records.Id(1), OrderStatus.Pending, dueAt: Records.Time) with { LeaseHolder = Records.Id(2), Attempts = 3, Fence = 4 };
        await SaveAsync(order);
        (await Store.ListDueOrdersAsync(OrderWork.Recovery, null, Records.Time, null, 10, default)).Items.Single().ShouldBeSameAs(order);
    }

    private static IEnumerable<Guid> Ids(params int[] numbers) => numbers.Select(Records.Id);

    private async Task<IReadOnlyList<Guid>> DueAsync(OrderWork work, DateTimeOffset dueAt, int limit, string? gateway = null) =>
        [.. (await Store.ListDueOrdersAsync(work, gateway, dueAt, null, limit, default)).Items.Select(order => order.Order.Id)];
}
