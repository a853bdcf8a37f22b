using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Filtered lists: a page looks at a bounded number of records, and the next one continues there.</summary>
internal sealed class PageCases : StoreCases
{
    private const int Limit = 3;

    // Two pages are not enough to look at all of them.
    private const int Many = (2 * KeysetPage.MaxSkipped) + (3 * Limit);

    private const int Middle = Many / 2;

    private const int SavedTogether = 500;

    [Case]
    public async Task Orders_of_a_rare_status_come_in_pages_of_bounded_work()
    {
        await SaveManyAsync(number => Records.Order(Records.Id(number), number is 1 or Middle ? OrderStatus.Cancelled : OrderStatus.Created, "busy"));
        await SaveAsync(Records.Order(Records.Id(Many + 1), OrderStatus.Cancelled, "somebody else"));

        var first = await Store.ListOrdersAsync(new OrderFilter { CustomerId = "busy", Status = OrderStatus.Cancelled }, null, Limit, default);
        var all = await WalkAsync<OrderRecord, Guid>(after => Store.ListOrdersAsync(new OrderFilter { CustomerId = "busy", Status = OrderStatus.Cancelled }, after, Limit, default), descending: true);

        first.Items.ShouldBeEmpty();
        first.Next.ShouldBe(Records.Id(Many - (int)KeysetPage.MaxLookedAt(Limit) + 1));
        all.Select(order => order.Order.Id).ShouldBe([Records.Id(Middle), Records.Id(1)]);
    }

    [Case]
    public async Task Orders_that_need_a_person_come_in_pages_of_bounded_work()
    {
        var attention = new OrderAttention(AttentionReason.OutcomeUnknown, null, Records.Time);
        await SaveManyAsync(number =>
        {
            var record = Records.Order(Records.Id(number), OrderStatus.Created, number is 1 or Middle ? "rare" : "busy");
            return record with { Order = record.Order with { Attention = attention } };
        });
        await SaveAsync(Records.Order(Records.Id(Many + 1), customerId: "rare"));
        foreach (var filter in (OrderFilter[])[
            new() { NeedsAttention = true, CustomerId = "rare" }, new() { NeedsAttention = true, CustomerId = "rare", Status = OrderStatus.Created }])
        {
            var first = await Store.ListOrdersAsync(filter, null, Limit, default);
            var all = await WalkAsync<OrderRecord, Guid>(after => Store.ListOrdersAsync(filter, after, Limit, default), descending: true);

            first.Items.ShouldBeEmpty();
            first.Next.ShouldBe(Records.Id(Many - (int)KeysetPage.MaxLookedAt(Limit) + 1));
            all.Select(order => order.Order.Id).ShouldBe([Records.Id(Middle), Records.Id(1)]);
        }

        var cancelled = new OrderFilter { NeedsAttention = true, Status = OrderStatus.Cancelled };
        (await Store.ListOrdersAsync(cancelled, null, Limit, default)).Next.ShouldBe(Records.Id(Many - (int)KeysetPage.MaxLookedAt(Limit) + 1));
        (await WalkAsync<OrderRecord, Guid>(after => Store.ListOrdersAsync(cancelled, after, Limit, default), descending: true)).ShouldBeEmpty();
        (await Store.ListOrdersAsync(new OrderFilter { NeedsAttention = true }, null, Limit, default)).Next.ShouldBe(Records.Id(Many - Limit + 1));
    }

    [Case]
    public async Task Deliveries_of_a_rare_status_come_in_pages_of_bounded_work()
    {
        var order = Records.Id(0);
        await SaveAsync(Records.Order(order));
        await SaveManyAsync(number => Records.Delivery(Records.Id(number), order, number is 1 or Middle ? DeliveryStatus.Failed : DeliveryStatus.Cancelled));

        var first = await Store.ListDeliveriesAsync(new DeliveryFilter { OrderId = order, Status = DeliveryStatus.Failed }, null, Limit, default);
        var all = await WalkAsync<DeliveryRecord, Guid>(after => Store.ListDeliveriesAsync(new DeliveryFilter { OrderId = order, Status = DeliveryStatus.Failed }, after, Limit, default), descending: true);

        first.Items.ShouldBeEmpty();
        first.Next.ShouldBe(Records.Id(Many - (int)KeysetPage.MaxLookedAt(Limit) + 1));
        all.Select(delivery => delivery.Delivery.Id).ShouldBe([Records.Id(Middle), Records.Id(1)]);
    }

    [Case]
    public async Task Words_that_rarely_occur_together_are_searched_in_pages_of_bounded_work()
    {
        var filter = new BookFilter(["even", "odd"], []);
        await SaveManyAsync(number => Records.Book(Records.Isbn(number), number == Many ? "Even and odd" : number % 2 == 0 ? "Even" : "Odd", number % 2 == 0 ? "Left" : "Right"));
        var first = await Store.ListBooksAsync(filter, null, Limit, default);
        var all = await WalkAsync<BookListing, Isbn>(after => Store.ListBooksAsync(filter, after, Limit, default), descending: false);

        first.Items.ShouldBeEmpty();
        first.Next.ShouldNotBeNull().ShouldBeLessThan(Records.Isbn(Many));
        all.ShouldHaveSingleItem().Book.Isbn.ShouldBe(Records.Isbn(Many));
    }

    [Case]
    public async Task A_list_continues_from_a_position_that_is_not_in_it()
    {
        await SaveAsync(Records.Order(Records.Id(1), customerId: "rare"), Records.Order(Records.Id(2), OrderStatus.Cancelled, "rare"));
        await SaveManyAsync(number => Records.Order(Records.Id(number + 10)));
        await SaveAsync(Records.Order(Records.Id(Many + 20), customerId: "rare"));
        foreach (var position in (Guid[])[Records.Id(Many + 10), Records.Id(Middle), Records.Id(5), Records.Id(3)])
        {
            var older = await WalkAsync<OrderRecord, Guid>(after => Store.ListOrdersAsync(new OrderFilter { CustomerId = "rare" }, after, Limit, default), descending: true, position);
            var cancelled = await WalkAsync<OrderRecord, Guid>(after => Store.ListOrdersAsync(new OrderFilter { CustomerId = "rare", Status = OrderStatus.Cancelled }, after, Limit, default), descending: true, position);

            older.Select(order => order.Order.Id).ShouldBe([Records.Id(2), Records.Id(1)]);
            cancelled.Select(order => order.Order.Id).ShouldBe([Records.Id(2)]);
        }

        (await WalkAsync<OrderRecord, Guid>(after => Store.ListOrdersAsync(new OrderFilter { CustomerId = "rare" }, after, Limit, default), descending: true, Guid.AllBitsSet)).Count.ShouldBe(3);
        (await Store.ListOrdersAsync(new OrderFilter { CustomerId = "rare" }, Guid.Empty, Limit, default)).Next.ShouldBeNull();
        (await WalkAsync<OrderRecord, Guid>(after => Store.ListOrdersAsync(new OrderFilter { CustomerId = "nobody" }, after, Limit, default), descending: true, Guid.AllBitsSet)).ShouldBeEmpty();
    }

    [Case]
    public async Task A_full_page_continues_after_its_last_record_and_a_short_one_is_the_last()
    {
        var order = Records.Id(9);
        await SaveAsync([.. Enumerable.Range(1, Limit).Select(number => Records.Order(Records.Id(number)))]);
        await SaveAsync([Records.Order(order, customerId: "customer-2"), .. Enumerable.Range(1, Limit).Select(number => Records.Delivery(Records.Id(number), order, DeliveryStatus.Failed))]);
        await SaveAsync([.. Enumerable.Range(1, Limit).Select(number => Records.Book(Records.Isbn(number)))]);
        var words = new BookFilter(["left", "hand"], []);

        (await Store.ListOrdersAsync(new OrderFilter { CustomerId = "customer-1" }, null, Limit - 1, default)).Next.ShouldBe(Records.Id(2));
        (await Store.ListOrdersAsync(new OrderFilter { CustomerId = "customer-1", Status = OrderStatus.Created }, null, Limit - 1, default)).Next.ShouldBe(Records.Id(2));
        (await Store.ListOrdersAsync(new OrderFilter { Status = OrderStatus.Created }, null, Limit, default)).Next.ShouldBe(Records.Id(2));
        (await Store.ListDeliveriesAsync(new DeliveryFilter { OrderId = order, Status = DeliveryStatus.Failed }, null, Limit - 1, default)).Next.ShouldBe(Records.Id(2));
        (await Store.ListBooksAsync(words, null, Limit - 1, default)).Next.ShouldBe(Records.Isbn(Limit - 1));
        (await Store.ListBooksAsync(BookFilter.All, null, Limit - 1, default)).Next.ShouldBe(Records.Isbn(Limit - 1));

        (await Store.ListOrdersAsync(new OrderFilter { CustomerId = "customer-1", Status = OrderStatus.Created }, null, Limit + 1, default)).Next.ShouldBeNull();
        (await Store.ListOrdersAsync(OrderFilter.All, Records.Id(2), Limit, default)).Next.ShouldBeNull();
        (await Store.ListDeliveriesAsync(new DeliveryFilter { OrderId = order, Status = DeliveryStatus.Failed }, Records.Id(1), Limit, default)).Next.ShouldBeNull();
        (await Store.ListBooksAsync(words, Records.Isbn(Limit), Limit, default)).Next.ShouldBeNull();
        (await Store.ListBooksAsync(BookFilter.All, null, Limit + 1, default)).Next.ShouldBeNull();
    }

    [Case]
    public async Task A_list_ends_when_its_token_is_cancelled()
    {
        await Store.InitializeAsync(default);
        var gaveUp = new CancellationToken(canceled: true);

        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.ListOrdersAsync(new OrderFilter { CustomerId = "busy", Status = OrderStatus.Created }, null, Limit, gaveUp));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.ListDeliveriesAsync(new DeliveryFilter { OrderId = Records.Id(1), Status = DeliveryStatus.Failed }, null, Limit, gaveUp));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.ListBooksAsync(new BookFilter(["even"], []), null, Limit, gaveUp));
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.AuditStockAsync(null, Limit, gaveUp));
    }

    private static async Task<List<TRecord>> WalkAsync<TRecord, TKey>(Func<TKey?, ValueTask<KeysetPage<TRecord, TKey>>> list, bool descending, TKey? after = null)
        where TKey : struct, IComparable<TKey>
    {
        var all = new List<TRecord>();
        var pages = 0;
        do
        {
            var page = await list(after);
            page.Items.Count.ShouldBeLessThanOrEqualTo(Limit);
            if (page.Next is { } next && after is { } before)
            {
                (descending ? before.CompareTo(next) : next.CompareTo(before)).ShouldBePositive("each page goes on");
            }

            all.AddRange(page.Items);
            after = page.Next;
            (++pages).ShouldBeLessThan(10);
        }
        while (after is not null);

        return all;
    }

    private async Task SaveManyAsync(Func<int, object> record)
    {
        for (var number = 1; number <= Many; number += SavedTogether)
        {
            await SaveAsync([.. Enumerable.Range(number, Math.Min(SavedTogether, Many - number + 1)).Select(record)]);
        }
    }
}
