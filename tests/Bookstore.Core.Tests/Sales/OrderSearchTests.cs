using Bookstore.Storage;
using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Sales;

/// <summary>Orders that are found by what no store has an index for.</summary>
public sealed class OrderSearchTests
{
    [Fact]
    public async Task ListOrdersAsync_search_finds_by_the_beginning_of_an_id_by_customer_and_by_book()
    {
        await using var shop = await TestShop.OpenAsync();
        var ada = await PlaceAsync(shop, "ada", TestShop.Martian);
        var bob = await PlaceAsync(shop, "bob", TestShop.Odyssey);
        var both = await PlaceAsync(shop, "ada", TestShop.Odyssey);

        (await FindAsync(shop, "ada")).ShouldBe([both.Id, ada.Id]);
        (await FindAsync(shop, "ad")).ShouldBeEmpty("a customer is all of the name");
        (await FindAsync(shop, TestShop.Odyssey.ToString())).ShouldBe([both.Id, bob.Id]);
        (await FindAsync(shop, "0-14-044913-2")).ShouldBe([both.Id, bob.Id]);
        (await FindAsync(shop, bob.Id.ToString())).ShouldBe([bob.Id]);
        (await FindAsync(shop, bob.Id.ToString().ToUpperInvariant())).ShouldBe([bob.Id]);
        (await FindAsync(shop, ada.Id.ToString()[..6])).ShouldBe([both.Id, bob.Id, ada.Id], "all were placed within the same hours");
        (await FindAsync(shop, ada.Id.ToString()[..3])).ShouldBeEmpty("too short for an id");
        (await FindAsync(shop, ada.Id.ToString("N"))).ShouldBeEmpty("not as the API writes it");
        (await FindAsync(shop, "0000")).ShouldBeEmpty();
        (await FindAsync(shop, "ffff")).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListOrdersAsync_search_that_means_more_than_one_thing_finds_each_order_once_and_in_order()
    {
        await using var shop = await TestShop.OpenAsync();
        var isbn = TestShop.Odyssey.ToString();
        var named = await PlaceAsync(shop, isbn, TestShop.Odyssey);
        var other = await PlaceAsync(shop, "bob", TestShop.Odyssey);
        var customer = await PlaceAsync(shop, isbn, TestShop.Martian);

        (await FindAsync(shop, isbn)).ShouldBe([customer.Id, other.Id, named.Id]);
        (await FindAsync(shop, isbn, limit: 1)).ShouldBe([customer.Id, other.Id, named.Id]);
        (await FindAsync(shop, isbn, limit: 2)).ShouldBe([customer.Id, other.Id, named.Id]);
    }

    [Fact]
    public async Task ListOrdersAsync_conditions_hold_together()
    {
        await using var shop = await TestShop.OpenAsync();
        var spring = await PlaceAsync(shop, "ada", TestShop.Martian, "spring");
        await PlaceAsync(shop, "ada", TestShop.Martian, "autumn");
        var bobs = await PlaceAsync(shop, "bob", TestShop.Odyssey, "spring");
        await PlaceAsync(shop, "bob", TestShop.Odyssey);
        var query = new OrderQuery { Metadata = new("campaign", "spring") };

        (await ListAsync(shop, query)).ShouldBe([bobs.Id, spring.Id]);
        (await ListAsync(shop, query with { Limit = 1 })).ShouldBe([bobs.Id, spring.Id]);
        (await ListAsync(shop, query with { CustomerId = "ada" })).ShouldBe([spring.Id]);
        (await ListAsync(shop, query with { Search = TestShop.Odyssey.ToString() })).ShouldBe([bobs.Id]);
        (await ListAsync(shop, query with { Search = "ada", CustomerId = "bob" })).ShouldBeEmpty();
        (await ListAsync(shop, query with { Metadata = new("campaign", "Spring") })).ShouldBeEmpty();
        (await ListAsync(shop, query with { Metadata = new("Campaign", "spring") })).ShouldBeEmpty();
        (await ListAsync(shop, query with { Fulfilment = Fulfilment.Delivered })).ShouldBeEmpty();
        (await ListAsync(shop, query with { Fulfilment = Fulfilment.None })).ShouldBe([bobs.Id, spring.Id]);
    }

    [Fact]
    public async Task ListOrdersAsync_a_cursor_fits_its_own_search_alone()
    {
        await using var shop = await TestShop.OpenAsync();
        await PlaceAsync(shop, "ada", TestShop.Martian, "spring");
        await PlaceAsync(shop, "ada", TestShop.Martian, "spring");
        var query = new OrderQuery { Search = "ada", Metadata = new("campaign", "spring"), Limit = 1 };
        var next = (await shop.Sales.ListOrdersAsync(query)).Next.ShouldNotBeNull();

        foreach (var other in (OrderQuery[])[query with { Search = "adb" }, query with { Search = null }, query with { Metadata = new("campaign", "x") }, query with { Metadata = null }, query with { Fulfilment = Fulfilment.None }])
        {
            await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Sales.ListOrdersAsync(other with { After = next }));
        }

        (await shop.Sales.ListOrdersAsync(query with { After = next })).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task ListOrdersAsync_bad_conditions_are_named()
    {
        await using var shop = await TestShop.OpenAsync();

        foreach (var (name, query) in new (string, OrderQuery)[]
        {
            ("Search", new OrderQuery { Search = "" }),
            ("Search", new OrderQuery { Search = new string('x', 101) }),
            ("Metadata", new OrderQuery { Metadata = new("", "x") }),
            ("Metadata", new OrderQuery { Metadata = new("x", null!) }),
            ("Metadata", new OrderQuery { Metadata = new("x", new string('x', 501)) }),
            ("query", new OrderQuery { Fulfilment = (Fulfilment)77 }),
        })
        {
            (await Should.ThrowAsync<ArgumentException>(async () => await shop.Sales.ListOrdersAsync(query))).Message.ShouldContain(name);
        }
    }

    [Fact]
    public async Task ListAsync_a_page_ends_after_a_bounded_number_of_pages_of_the_store_and_says_where_to_continue()
    {
        await using var shop = await TestShop.OpenAsync();
        var store = new EndlessStore(shop.Store);

        var page = await new OrderSearch(store, new OrderFilter(), new OrderQuery { Metadata = new("campaign", "rare") }).ListAsync(null, 10, default);

        page.Items.ShouldBeEmpty();
        store.Reads.ShouldBe(4);
        page.Next.ShouldBe(EndlessStore.After(4));
    }

    internal sealed class EndlessStore(IBookstoreStore inner) : DelegatingStore(inner)
    {
        public int Reads { get; private set; }

        public static Guid After(int reads) => Guid.Parse($"01900000-0000-7000-8000-{1_000 - reads:000000000000}");

        public override ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new KeysetPage<OrderRecord, Guid>([], After(++Reads)));
    }

    private static Task<IReadOnlyList<Guid>> FindAsync(TestShop shop, string text, int limit = 100) => ListAsync(shop, new OrderQuery { Search = text, Limit = limit });

    private static async Task<IReadOnlyList<Guid>> ListAsync(TestShop shop, OrderQuery query)
    {
        var all = new List<Guid>();
        var pages = 0;
        do
        {
            var page = await shop.Sales.ListOrdersAsync(query);
            all.AddRange(page.Items.Select(static order => order.Id));
            query = query with { After = page.Next };
            (++pages).ShouldBeLessThan(10);
        }
        while (query.After is not null);

        return all;
    }

    private static async Task<Order> PlaceAsync(TestShop shop, string customer, Isbn isbn, string? campaign = null)
    {
        var request = TestShop.Request(isbn) with { CustomerId = customer };
        var placed = await shop.Workflow.PlaceAsync(campaign is null ? request : request with { Metadata = new Dictionary<string, string> { ["campaign"] = campaign } });
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        return placed.Order!;
    }
}
