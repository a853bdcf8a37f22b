using System.Reflection;
using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Tests;

/// <summary>What holds for every list: its cursors fit its filter alone, and a page may be short although more follows.</summary>
public sealed class ListTests
{
    [Fact]
    public async Task ListBooksAsync_cursor_of_another_search_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var next = (await shop.Inventory.ListBooksAsync(new BookQuery { Text = "the", Limit = 1 })).Next;

        await ShouldBeRefusedAsync(after => shop.Inventory.ListBooksAsync(new BookQuery { After = after }), next);
        await ShouldBeRefusedAsync(after => shop.Inventory.ListBooksAsync(new BookQuery { Text = "odyssey", After = after }), next);
        await ShouldBeRefusedAsync(after => shop.Inventory.ListBooksAsync(new BookQuery { Author = "the", After = after }), next);
        (await shop.Inventory.ListBooksAsync(new BookQuery { Text = " THE ", Limit = 5, After = next })).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ListOrdersAsync_cursor_of_another_filter_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Odyssey);
        await shop.PlaceAsync(TestShop.Odyssey);
        var next = (await shop.Sales.ListOrdersAsync(new OrderQuery { CustomerId = "cust-1", Limit = 1 })).Next;

        await ShouldBeRefusedAsync(after => shop.Sales.ListOrdersAsync(new OrderQuery { After = after }), next);
        await ShouldBeRefusedAsync(after => shop.Sales.ListOrdersAsync(new OrderQuery { CustomerId = "cust-2", After = after }), next);
        await ShouldBeRefusedAsync(after => shop.Sales.ListOrdersAsync(new OrderQuery { CustomerId = "cust-1", Status = OrderStatus.Created, After = after }), next);
        await ShouldBeRefusedAsync(after => shop.Sales.ListOrdersAsync(new OrderQuery { CustomerId = "cust-1", PaymentStatus = PaymentStatus.Authorized, After = after }), next);
        await ShouldBeRefusedAsync(after => shop.Sales.ListOrdersAsync(new OrderQuery { CustomerId = "cust-1", CreatedAfter = DateTimeOffset.UnixEpoch, After = after }), next);
        await ShouldBeRefusedAsync(after => shop.Sales.ListOrdersAsync(new OrderQuery { CustomerId = "cust-1", CreatedBefore = DateTimeOffset.MaxValue, After = after }), next);
        (await shop.Sales.ListOrdersAsync(new OrderQuery { CustomerId = "cust-1", After = next })).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ListOrdersAsync_time_spans_that_follow_each_other_have_each_order_once()
    {
        await using var shop = await TestShop.OpenAsync();
        var first = (await shop.PlaceAsync(TestShop.Odyssey)).Order!;
        shop.Time.Advance(TimeSpan.FromHours(1));
        var second = (await shop.PlaceAsync(TestShop.Odyssey)).Order!;
        var between = second.CreatedAt.ToOffset(TimeSpan.FromHours(5));

        var before = await shop.Sales.ListOrdersAsync(new OrderQuery { CreatedBefore = between });
        var after = await shop.Sales.ListOrdersAsync(new OrderQuery { CreatedAfter = between });

        before.Items.Select(static order => order.Id).ShouldBe([first.Id]);
        after.Items.Select(static order => order.Id).ShouldBe([second.Id]);
    }

    [Fact]
    public async Task ListOrdersAsync_payment_status_follows_the_order()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Odyssey)).Order!;
        (await shop.Sales.ListOrdersAsync(new OrderQuery { PaymentStatus = PaymentStatus.Authorized })).Items.ShouldHaveSingleItem().Id.ShouldBe(order.Id);

        await shop.Settlement.RunOnceAsync();

        (await shop.Sales.ListOrdersAsync(new OrderQuery { PaymentStatus = PaymentStatus.Authorized })).Items.ShouldBeEmpty();
        (await shop.Sales.ListOrdersAsync(new OrderQuery { PaymentStatus = PaymentStatus.Captured, CustomerId = "cust-1" })).Items.ShouldHaveSingleItem().Id.ShouldBe(order.Id);
    }

    [Fact]
    public async Task ListAsync_cursor_of_another_filter_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        foreach (var order in (Order[])[await shop.PlaceCapturedAsync(TestShop.Odyssey), await shop.PlaceCapturedAsync(TestShop.Odyssey)])
        {
            await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 High Street" });
        }

        var next = (await shop.Deliveries.ListAsync(new DeliveryQuery { Limit = 1 })).Next;

        await ShouldBeRefusedAsync(after => shop.Deliveries.ListAsync(new DeliveryQuery { Status = DeliveryStatus.Scheduled, After = after }), next);
        await ShouldBeRefusedAsync(after => shop.Deliveries.ListAsync(new DeliveryQuery { OrderId = Guid.AllBitsSet, After = after }), next);
        (await shop.Deliveries.ListAsync(new DeliveryQuery { After = next })).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Lists_store_stops_at_its_bound_give_a_short_page_with_a_cursor()
    {
        await using var shop = await TestShop.OpenAsync(decorate: static inner => new ShortPageStore(inner));

        var books = await shop.Inventory.ListBooksAsync(new BookQuery { Limit = 2 });
        var orders = await shop.Sales.ListOrdersAsync(new OrderQuery { Limit = 2 });
        var deliveries = await shop.Deliveries.ListAsync(new DeliveryQuery { Limit = 2 });

        books.Items.ShouldHaveSingleItem().Book.Isbn.ShouldBe(TestShop.Odyssey);
        orders.Items.ShouldBeEmpty();
        deliveries.Items.ShouldBeEmpty();
        (await shop.Inventory.ListBooksAsync(new BookQuery { Limit = 2, After = books.Next.ShouldNotBeNull() })).Items.Single().Book.Isbn.ShouldBe(TestShop.Algorithms);
        (await shop.Sales.ListOrdersAsync(new OrderQuery { After = orders.Next.ShouldNotBeNull() })).Items.ShouldBeEmpty();
        (await shop.Deliveries.ListAsync(new DeliveryQuery { After = deliveries.Next.ShouldNotBeNull() })).Items.ShouldBeEmpty();
    }

    // A condition that is forgotten in the cursor gives pages of one list to a reader of another.
    [Fact]
    public async Task Lists_any_member_of_the_query_is_another_refuse_the_cursor()
    {
        await using var shop = await TestShop.OpenAsync(decorate: static inner => new ShortPageStore(inner));
        var books = (await shop.Inventory.ListBooksAsync(new BookQuery { Limit = 2 })).Next;
        var orders = (await shop.Sales.ListOrdersAsync(new OrderQuery { Limit = 2 })).Next;
        var deliveries = (await shop.Deliveries.ListAsync(new DeliveryQuery { Limit = 2 })).Next;

        var work = (await shop.Maintenance.ListWorkAsync(new WorkQuery { Limit = 2 })).Next;

        foreach (var query in EachMemberSet<WorkQuery>(work))
        {
            await ShouldBeRefusedAsync(_ => shop.Maintenance.ListWorkAsync(query), work);
        }

        foreach (var query in EachMemberSet<BookQuery>(books))
        {
            await ShouldBeRefusedAsync(_ => shop.Inventory.ListBooksAsync(query), books);
        }

        foreach (var query in EachMemberSet<OrderQuery>(orders))
        {
            await ShouldBeRefusedAsync(_ => shop.Sales.ListOrdersAsync(query), orders);
        }

        foreach (var query in EachMemberSet<DeliveryQuery>(deliveries))
        {
            await ShouldBeRefusedAsync(_ => shop.Deliveries.ListAsync(query), deliveries);
        }
    }

    [Fact]
    public void CursorFilter_any_member_of_the_stores_filter_is_another_is_another()
    {
        foreach (var filter in EachMemberSet<OrderFilter>(null))
        {
            CursorFilter.Of(filter).ShouldNotBe(CursorFilter.Of(OrderFilter.All), filter.ToString());
        }
    }

    [Fact]
    public async Task ListBooksAsync_last_page_is_full_has_no_cursor()
    {
        await using var shop = await TestShop.OpenAsync();

        (await shop.Inventory.ListBooksAsync(new BookQuery { Limit = 3 })).Next.ShouldBeNull();
    }

    // One query for each condition, which it alone sets.
    private static List<TQuery> EachMemberSet<TQuery>(string? after)
        where TQuery : new()
    {
        var queries = new List<TQuery>();
        foreach (var member in typeof(TQuery).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (member.Name is not ("After" or "Limit"))
            {
                var query = new TQuery();
                typeof(TQuery).GetProperty("After")?.SetValue(query, after);
                member.SetValue(query, Another(member.PropertyType));
                queries.Add(query);
            }
        }

        queries.Count.ShouldBeGreaterThan(1);
        return queries;
    }

    private static object Another(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var text when text == typeof(string) => "the",
        var flag when flag == typeof(bool) => true,
        var id when id == typeof(Guid) => Guid.AllBitsSet,
        var day when day == typeof(DateOnly) => new DateOnly(2026, 11, 28),
        var time when time == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch,
        var pair when pair == typeof(KeyValuePair<string, string>) => new KeyValuePair<string, string>("campaign", "spring"),
        { IsEnum: true } choice => Enum.GetValues(choice).GetValue(0)!,
        var other => throw new NotSupportedException($"No value of {other} is known: add one."),
    };

    private static async Task ShouldBeRefusedAsync<T>(Func<string?, ValueTask<T>> list, string? cursor) =>
        await Should.ThrowAsync<InvalidCursorException>(async () => await list(cursor.ShouldNotBeNull()));
}
