using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Lists of orders: their order, their pages and their filters.</summary>
internal sealed class OrderListCases : StoreCases
{
    [Case]
    public async Task Orders_are_listed_by_descending_id_in_the_order_of_their_bytes()
    {
        await SaveAsync([.. Shuffled().Select(id => Records.Order(id))]);
        (await ListAsync(null, null, null, 100)).ShouldBe(Records.AwkwardIds.Reverse());
        Records.AwkwardIds.Order().SequenceEqual(Records.AwkwardIds).ShouldBeTrue("Guid.CompareTo gives the order of the bytes");
    }

    [Case]
    public async Task Every_page_continues_after_its_last_order()
    {
        await SaveAsync([.. Shuffled().Select(id => Records.Order(id))]);
        for (var i = 0; i < Records.AwkwardIds.Count; i++)
        {
            (await ListAsync(null, null, Records.AwkwardIds[i], 3)).ShouldBe(Records.AwkwardIds.Take(i).Reverse().Take(3));
        }
    }

    [Case]
    public async Task A_page_begins_after_an_order_that_does_not_exist()
    {
        await SaveAsync(Records.Order(Records.Id(1)), Records.Order(Records.Id(3)));
        (await ListAsync(null, null, Records.Id(2), 10)).ShouldBe([Records.Id(1)]);
        (await ListAsync(null, null, Records.Id(4), 10)).ShouldBe([Records.Id(3), Records.Id(1)]);
    }

    [Case]
    public async Task Orders_are_listed_by_customer_and_by_status()
    {
        for (var i = 1; i <= 12; i++)
        {
            await SaveAsync(Records.Order(Records.Id(i), i % 3 == 0 ? OrderStatus.Cancelled : OrderStatus.Created, i % 2 == 0 ? "even" : "odd"));
        }

        (await ListAsync("even", null, null, 100)).ShouldBe(Ids(12, 10, 8, 6, 4, 2));
        (await ListAsync("even", null, Records.Id(8), 2)).ShouldBe(Ids(6, 4));
        (await ListAsync(null, OrderStatus.Cancelled, null, 100)).ShouldBe(Ids(12, 9, 6, 3));
        (await ListAsync(null, OrderStatus.Cancelled, Records.Id(10), 2)).ShouldBe(Ids(9, 6));
        (await ListAsync("odd", OrderStatus.Cancelled, null, 100)).ShouldBe(Ids(9, 3));
        (await ListAsync("odd", OrderStatus.Cancelled, Records.Id(9), 100)).ShouldBe(Ids(3));
        (await ListAsync("odd", OrderStatus.Delivered, null, 100)).ShouldBeEmpty();
        (await ListAsync("nobody", null, null, 100)).ShouldBeEmpty();
    }

    [Case]
    public async Task An_order_whose_customer_changes_leaves_the_list_of_the_one_and_enters_that_of_the_other()
    {
        for (var i = 1; i <= 6; i++)
        {
            await SaveAsync(Records.Order(Records.Id(i), OrderStatus.Created, i % 2 == 0 ? "even" : "odd"));
        }

        foreach (var (number, left) in ((int, IEnumerable<Guid>)[])[(3, Ids(5, 1)), (5, Ids(1)), (1, Ids())])
        {
            await SaveAsync(Records.Order(Records.Id(number), OrderStatus.Created, "other"));
            (await ListAsync("odd", null, null, 100)).ShouldBe(left);
        }

        (await ListAsync("other", null, null, 100)).ShouldBe(Ids(5, 3, 1));
        (await ListAsync("other", null, Records.Id(3), 100)).ShouldBe(Ids(1));
        (await ListAsync("even", null, null, 100)).ShouldBe(Ids(6, 4, 2));
        (await ListAsync(null, null, null, 100)).ShouldBe(Ids(6, 5, 4, 3, 2, 1));

        // All at once, into a chain of their own and back.
        await SaveAsync(Records.Order(Records.Id(6), OrderStatus.Created, "odd"), Records.Order(Records.Id(2), OrderStatus.Created, "odd"), Records.Order(Records.Id(4), OrderStatus.Created, "odd"), Records.Order(Records.Id(7), OrderStatus.Created, "odd"));
        (await ListAsync("odd", null, null, 100)).ShouldBe(Ids(7, 6, 4, 2));
        (await ListAsync("even", null, null, 100)).ShouldBeEmpty();
        await SaveAsync(Records.Order(Records.Id(8), OrderStatus.Created, "even"));
        (await ListAsync("even", null, null, 100)).ShouldBe(Ids(8));
    }

    [Case]
    public async Task Orders_that_a_person_has_to_look_at_are_listed_alone()
    {
        for (var i = 1; i <= 12; i++)
        {
            var order = Records.Order(Records.Id(i), i % 3 == 0 ? OrderStatus.Cancelled : OrderStatus.Created, i % 2 == 0 ? "even" : "odd");
            await SaveAsync(i > 4 ? OrderCases.Attended(order, AttentionReason.CaptureRefused, "expired") : order);
        }

        (await ToAttendAsync(null, null, null, 100)).ShouldBe(Ids(12, 11, 10, 9, 8, 7, 6, 5));
        (await ToAttendAsync(null, null, Records.Id(10), 3)).ShouldBe(Ids(9, 8, 7));
        (await ToAttendAsync("even", null, null, 100)).ShouldBe(Ids(12, 10, 8, 6));
        (await ToAttendAsync(null, OrderStatus.Cancelled, null, 100)).ShouldBe(Ids(12, 9, 6));
        (await ToAttendAsync("even", OrderStatus.Cancelled, Records.Id(12), 100)).ShouldBe(Ids(6));
        (await ToAttendAsync("nobody", null, null, 100)).ShouldBeEmpty();

        await SaveAsync(Records.Order(Records.Id(12), OrderStatus.Cancelled, "even"), OrderCases.Attended(Records.Order(Records.Id(1)), AttentionReason.OutcomeUnknown, null));
        (await ToAttendAsync(null, null, null, 100)).ShouldBe(Ids(11, 10, 9, 8, 7, 6, 5, 1));
    }

    [Case]
    public async Task An_order_moves_from_one_status_list_to_the_other()
    {
        await SaveAsync(Records.Order(Records.Id(1), OrderStatus.Pending));
        await SaveAsync(Records.Order(Records.Id(1)));
        (await ListAsync(null, OrderStatus.Pending, null, 10)).ShouldBeEmpty();
        (await ListAsync(null, OrderStatus.Created, null, 10)).ShouldBe(Ids(1));
    }

    [Case]
    public async Task Customers_are_compared_ordinally()
    {
        string[] customers = ["anna", "Anna", "anna ", "änna", "a\u0308nna", "anna%", "ann_"];
        await SaveAsync([.. customers.Select((customer, i) => Records.Order(Records.Id(i), customerId: customer))]);
        for (var i = 0; i < customers.Length; i++)
        {
            (await ListAsync(customers[i], null, null, 10)).ShouldBe(Ids(i));
        }
    }

    private static IEnumerable<Guid> Shuffled() => Records.AwkwardIds.Select((id, i) => (id, i * 5 % 14)).OrderBy(pair => pair.Item2).Select(pair => pair.id);

    private static IEnumerable<Guid> Ids(params int[] numbers) => numbers.Select(Records.Id);

    private async Task<IReadOnlyList<Guid>> ToAttendAsync(string? customer, OrderStatus? status, Guid? after, int limit)
    {
        var filter = new OrderFilter { CustomerId = customer, Status = status, NeedsAttention = true };
        return [.. (await Store.ListOrdersAsync(filter, after, limit, default)).Items.Select(order => order.Order.Id)];
    }

    private async Task<IReadOnlyList<Guid>> ListAsync(string? customer, OrderStatus? status, Guid? after, int limit) =>
        [.. (await Store.ListOrdersAsync(new OrderFilter { CustomerId = customer, Status = status }, after, limit, default)).Items.Select(order => order.Order.Id)];
}
