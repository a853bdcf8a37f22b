using System.Globalization;

namespace Bookstore.AspNetCore;

/// <summary>Lists: their order, their pages, their queries.</summary>
public sealed class ListTests
{
    [Fact]
    public async Task Books_come_by_ISBN_and_page_by_page()
    {
        await using var shop = await TestShop.StartAsync();

        var all = await shop.GetAsync("/api/books/");
        all.Status.ShouldBe(HttpStatusCode.OK);
        Isbns(all).ShouldBe([TestShop.Odyssey, TestShop.Martian, TestShop.Algorithms]);
        all.Headers.Contains("Link").ShouldBeFalse();

        var first = await shop.GetAsync("/api/books?limit=2&q=");
        Isbns(first).ShouldBe([TestShop.Odyssey, TestShop.Martian]);
        var link = first.Headers.GetValues("Link").Single();
        link.ShouldStartWith("</api/books?limit=2&q=&after=");
        link.ShouldEndWith(">; rel=\"next\"");

        var second = await shop.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        Isbns(second).ShouldBe([TestShop.Algorithms]);
        second.Headers.Contains("Link").ShouldBeFalse();
    }

    [Fact]
    public async Task Following_the_links_visits_every_order_once_newest_first()
    {
        await using var shop = await TestShop.StartAsync();
        var placed = new List<string>();
        for (var index = 0; index < 7; index++)
        {
            placed.Add(await shop.OrderAsync(TestShop.Odyssey));
        }

        // Ids begin with the time in milliseconds: two orders of the same millisecond may stand either way.
        placed.Sort(static (left, right) => string.CompareOrdinal(right, left));
        var seen = new List<string>();
        for (var path = "/api/orders?customer_id=cust-1&limit=3"; path is not null;)
        {
            var page = await shop.GetAsync(path);
            seen.AddRange(page.Json.AsArray().Select(order => order!["order_id"]!.GetValue<string>()));
            path = page.Headers.TryGetValues("Link", out var links) ? links.Single()[1..links.Single().IndexOf('>', StringComparison.Ordinal)] : null;
        }

        seen.ShouldBe(placed);
    }

    [Fact]
    public async Task Books_are_found_by_words_of_title_and_author()
    {
        await using var shop = await TestShop.StartAsync();

        Isbns(await shop.GetAsync("/api/books?q=martian")).ShouldBe([TestShop.Martian]);
        Isbns(await shop.GetAsync("/api/books?q=weir")).ShouldBe([TestShop.Martian]);
        Isbns(await shop.GetAsync("/api/books?author=homer")).ShouldBe([TestShop.Odyssey]);
        Isbns(await shop.GetAsync("/api/books?author=martian")).ShouldBeEmpty();
        Isbns(await shop.GetAsync("/api/books?q=")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Orders_are_found_by_customer_and_status()
    {
        await using var shop = await TestShop.StartAsync();
        var mine = await shop.OrderAsync(TestShop.Odyssey, customer: "me");
        await shop.OrderAsync(TestShop.Odyssey, customer: "you");
        var declined = await shop.PostAsync("/api/orders", Bodies.Order(card: "4000000000000002", customer: "me"));
        declined.Status.ShouldBe(HttpStatusCode.PaymentRequired);

        Ids(await shop.GetAsync("/api/orders?customer_id=me&status=created")).ShouldBe([mine]);
        Ids(await shop.GetAsync("/api/orders?status=rejected")).ShouldBe([declined.Json["order_id"]!.GetValue<string>()]);
        Ids(await shop.GetAsync("/api/orders?customer_id=nobody")).ShouldBeEmpty();
        Ids(await shop.GetAsync("/api/orders")).Count.ShouldBe(3);
    }

    [Theory]
    [InlineData("/api/books?limit=0", "/limit")]
    [InlineData("/api/books?limit=1001", "/limit")]
    [InlineData("/api/books?limit=", "/limit")]
    [InlineData("/api/books?limit=1.0", "/limit")]
    [InlineData("/api/books?limit=%201", "/limit")]
    [InlineData("/api/books?limit=1&limit=2", "/limit")]
    [InlineData("/api/books?limit=1%00", "/limit")]
    [InlineData("/api/books?page=2", "/page")]
    [InlineData("/api/books?=2", "/*")]
    [InlineData("/api/orders?page=2&limit=10", "/page")]
    [InlineData("/api/orders?query=emma", "/query")]
    [InlineData("/api/orders?4539578763621486=1", "/*")]
    [InlineData("/api/orders?customer_id=a%E2%80%AEb", "/customer_id")]
    [InlineData("/api/orders?customer_id=a%E2%80%A8b", "/customer_id")]
    [InlineData("/api/orders?customer_id=a%0Ab", "/customer_id")]
    [InlineData("/api/delivery?offset=10", "/offset")]
    [InlineData("/api/books/9780143127550/movements?per_page=5", "/per_page")]
    [InlineData("/api/books?after=nonsense", "/after")]
    [InlineData("/api/books?after=", "/after")]
    [InlineData("/api/books?q=%00", "/q")]
    [InlineData("/api/orders?status=shipped", "/status")]
    [InlineData("/api/orders?status=Created", "/status")]
    [InlineData("/api/orders?status=1", "/status")]
    [InlineData("/api/orders?customer_id=", "/customer_id")]
    [InlineData("/api/orders?customer_id=%EF%BB%BF&status=pending", "/customer_id")]
    [InlineData("/api/delivery?order_id=%E2%80%8B", "/order_id")]
    [InlineData("/api/orders?after=AAAA", "/after")]
    [InlineData("/api/delivery?status=vanished", "/status")]
    [InlineData("/api/delivery?limit=-1", "/limit")]
    [InlineData("/api/books/9780143127550/movements?limit=x", "/limit")]
    [InlineData("/api/books/9780143127550/movements?after=x", "/after")]
    public async Task A_bad_query_is_refused_by_name(string path, string pointer)
    {
        await using var shop = await TestShop.StartAsync();

        var answer = await shop.GetAsync(path);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        answer.ShouldBlame(pointer);
    }

    [Fact]
    public async Task A_search_text_may_have_200_characters_and_a_page_1000_items()
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.GetAsync($"/api/books?q={new string('x', 200)}&limit=1000")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync($"/api/books?q={new string('x', 201)}")).ShouldBlame("/q");
        (await shop.GetAsync($"/api/orders?customer_id={new string('x', 101)}")).ShouldBlame("/customer_id");
    }

    [Fact]
    public async Task A_cursor_of_one_list_is_none_of_another()
    {
        await using var shop = await TestShop.StartAsync();
        var link = (await shop.GetAsync("/api/books?limit=1")).Headers.GetValues("Link").Single();
        var cursor = link[(link.IndexOf("after=", StringComparison.Ordinal) + 6)..link.IndexOf('>', StringComparison.Ordinal)];

        (await shop.GetAsync($"/api/orders?after={cursor}")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
    }

    [Fact]
    public async Task A_cursor_of_one_filter_is_none_of_another()
    {
        await using var shop = await TestShop.StartAsync();
        await shop.OrderAsync(TestShop.Odyssey, customer: "me");
        await shop.OrderAsync(TestShop.Odyssey, customer: "me");
        var next = NextOf(await shop.GetAsync("/api/orders?customer_id=me&limit=1")).ShouldNotBeNull();

        Ids(await shop.GetAsync(next)).Count.ShouldBe(1);
        (await shop.GetAsync(next.Replace("=me", "=you", StringComparison.Ordinal))).ShouldBlame("/after");
        (await shop.GetAsync(next + "&status=created")).ShouldBlame("/after");
    }

    [Theory]
    [InlineData("/api/orders?customer_id=me&status=delivered")]
    [InlineData("/api/books?q=two%20words")]
    [InlineData("/api/delivery?status=failed")]
    public async Task An_empty_page_that_is_not_the_last_has_a_link(string path)
    {
        await using var shop = await TestShop.StartAsync(services =>
        {
            var (sales, inventory, deliveries) = (Substitute.For<ISalesService>(), Substitute.For<IInventoryService>(), Substitute.For<IDeliveryService>());
            sales.ListOrdersAsync(default!).ReturnsForAnyArgs(new Page<Order>([], "next"));
            inventory.ListBooksAsync(default!).ReturnsForAnyArgs(new Page<BookListing>([], "next"));
            deliveries.ListAsync(default!).ReturnsForAnyArgs(new Page<Delivery>([], "next"));
            services.AddSingleton(sales).AddSingleton(inventory).AddSingleton(deliveries);
        });

        var page = await shop.GetAsync(path);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Json.AsArray().ShouldBeEmpty();
        NextOf(page).ShouldBe(path + "&after=next");
    }

    [Fact]
    public async Task A_list_longer_than_a_buffer_arrives_whole()
    {
        await using var shop = await TestShop.StartAsync();
        var inventory = shop.App.Services.GetRequiredService<IInventoryService>();
        for (var number = 0L; number < 300; number++)
        {
            var isbn = Enumerable.Range(0, 10).Select(check => (9_780_000_001_000 + (number * 10)) + check).First(value => Isbn.TryFromInt64(value, out _));
            await inventory.SaveBookAsync(new Book { Isbn = Isbn.FromInt64(isbn), Title = new string('é', 500), Author = "a", Price = new Money(1m, "USD") });
        }

        var answer = await shop.GetAsync("/api/books?limit=300");

        answer.Json.AsArray().Count.ShouldBe(300);
        answer.Text.Length.ShouldBeGreaterThan(150_000);
    }

    [Fact]
    public async Task A_page_ends_after_about_1_MiB_and_its_links_visit_every_order_once()
    {
        var orders = Enumerable.Range(0, 100).Select(static number => LargeOrder(number)).ToList();
        var sales = Substitute.For<ISalesService>();
        sales.ListOrdersAsync(default!).ReturnsForAnyArgs(call =>
        {
            var query = call.Arg<OrderQuery>();
            var first = query.After is null ? 0 : int.Parse(query.After, CultureInfo.InvariantCulture);
            var page = orders.Skip(first).Take(query.Limit).ToList();
            return new Page<Order>(page, first + page.Count < orders.Count ? (first + page.Count).ToString(CultureInfo.InvariantCulture) : null);
        });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(sales));

        var seen = new List<string>();
        for (var path = "/api/orders?limit=1000"; path is not null;)
        {
            var page = await shop.GetAsync(path);
            page.Text.Length.ShouldBeLessThanOrEqualTo(1_048_577);
            seen.AddRange(Ids(page));
            path = NextOf(page);
        }

        seen.ShouldBe(orders.Select(order => order.Id.ToString()));
    }

    private static Order LargeOrder(int number)
    {
        var line = new OrderLine(Isbn.Parse(TestShop.Martian), 1, new Money(1m, "USD"));
        return new Order
        {
            Id = new Guid(number + 1, 0, 0, new byte[8]),
            CustomerId = "c",
            Lines = [.. Enumerable.Repeat(line, 400)],
            Total = new Money(400m, "USD"),
            Status = OrderStatus.Rejected,
            PaymentStatus = PaymentStatus.Declined,
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };
    }

    private static string? NextOf(Answer page) =>
        page.Headers.TryGetValues("Link", out var links) ? links.Single()[1..links.Single().IndexOf('>', StringComparison.Ordinal)] : null;

    private static List<string> Isbns(Answer answer) => [.. answer.Json.AsArray().Select(book => book!["isbn"]!.GetValue<string>())];

    private static List<string> Ids(Answer answer) => [.. answer.Json.AsArray().Select(order => order!["order_id"]!.GetValue<string>())];
}
