using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Inventory;

public sealed class InventoryServiceTests
{
    [Fact]
    public async Task SaveBookAsync_new_then_changed_leaves_the_stock_alone()
    {
        await using var shop = await TestShop.OpenAsync();
        var book = (await shop.Inventory.FindBookAsync(TestShop.Martian))!.Book;

        var replaced = await shop.Inventory.SaveBookAsync(book with { Price = new Money(14m, "USD"), Publisher = "Crown" });

        replaced.Outcome.ShouldBe(SaveBookOutcome.Replaced);
        replaced.Listing!.Stock.OnHand.ShouldBe(10);
        (await shop.Inventory.FindBookAsync(TestShop.Martian))!.Book.Publisher.ShouldBe("Crown");
    }

    [Theory]
    [InlineData("4006381333931")]
    [InlineData("0036000291452")]
    [InlineData("9790060115615")]
    public async Task SaveBookAsync_an_article_that_is_no_book_is_taken_where_the_shop_sells_it(string number)
    {
        Isbn.TryParseArticle(number, out var isbn).ShouldBeTrue();
        var pen = new Book { Isbn = isbn, Title = "A pen", Author = "", Price = new Money(2m, "USD") };
        await using var books = await TestShop.OpenAsync();
        await using var all = await TestShop.OpenAsync(static options => options.OtherArticles = true);

        (await books.Inventory.SaveBookAsync(pen)).Outcome.ShouldBe(SaveBookOutcome.ArticleNotAllowed);
        (await books.Inventory.SaveBooksAsync(new[] { pen }.ToAsyncEnumerable())).Refused.ShouldHaveSingleItem().Reason.ShouldContain("OtherArticles");
        (await books.Inventory.FindBookAsync(isbn)).ShouldBeNull();

        (await all.Inventory.SaveBookAsync(pen)).Outcome.ShouldBe(SaveBookOutcome.Added);
        await all.Inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = 3, Reason = "r" });
        var placed = await all.Workflow.PlaceAsync(TestShop.Request(isbn, 2));
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await all.Sales.ListOrdersAsync(new OrderQuery { Search = number })).Items.ShouldHaveSingleItem().Id.ShouldBe(placed.Order!.Id);
        (await all.Inventory.ListBooksAsync(new BookQuery { Text = "pen" })).Items.ShouldHaveSingleItem().Book.Isbn.ToString().ShouldBe(number);
    }

    [Fact]
    public async Task ListBooksAsync_in_pages_gives_each_book_once()
    {
        await using var shop = await TestShop.OpenAsync();
        var seen = new List<Isbn>();
        string? after = null;
        do
        {
            var page = await shop.Inventory.ListBooksAsync(new BookQuery { Limit = 2, After = after });
            seen.AddRange(page.Items.Select(listing => listing.Book.Isbn));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBe([TestShop.Odyssey, TestShop.Martian, TestShop.Algorithms]);
    }

    [Theory]
    [InlineData("martian", null, 1)]
    [InlineData("WEIR andy", null, 1)]
    [InlineData("the", null, 2)]
    [InlineData(null, "homer", 1)]
    [InlineData("odyssey", "weir", 0)]
    [InlineData("?!", null, 0)]
    [InlineData("  ", null, 3)]
    public async Task ListBooksAsync_with_words_finds_books_that_have_them_all(string? text, string? author, int count)
    {
        await using var shop = await TestShop.OpenAsync();

        (await shop.Inventory.ListBooksAsync(new BookQuery { Text = text, Author = author })).Items.Count.ShouldBe(count);
    }

    [Fact]
    public async Task ListBooksAsync_bad_limit_or_cursor_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.Inventory.ListBooksAsync(new BookQuery { Limit = 0 }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await shop.Inventory.ListBooksAsync(new BookQuery { Limit = 1001 }));
        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Inventory.ListBooksAsync(new BookQuery { After = "nonsense" }));
        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Inventory.ListMovementsAsync(TestShop.Martian, new PageRequest { After = "nonsense" }));
    }

    [Fact]
    public async Task SaveBooksAsync_many_with_a_bad_one_saves_the_rest_and_says_what_is_wrong()
    {
        await using var shop = await TestShop.OpenAsync();
        var reports = new List<SaveBooksProgress>();

        var result = await shop.Inventory.SaveBooksAsync(BooksAsync(), new Reports(reports));

        result.Added.ShouldBe(999);
        result.Replaced.ShouldBe(0);
        result.RefusedCount.ShouldBe(1);
        result.Refused.Single().Position.ShouldBe(500);
        result.Refused.Single().Reason.ShouldContain("title");
        reports[^1].ShouldBe(new SaveBooksProgress(1_000, 999, 1));
        reports.Count.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task SaveBooksAsync_with_a_small_queue_still_saves_them_all()
    {
        await using var shop = await TestShop.OpenAsync(options => options.WritePath.QueueCapacity = 3);

        (await shop.Inventory.SaveBooksAsync(BooksAsync())).Added.ShouldBe(999);
    }

    [Fact]
    public async Task AdjustStockAsync_more_than_is_free_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Algorithms, 2);

        var refused = await shop.Inventory.AdjustStockAsync(new StockChange { Isbn = TestShop.Algorithms, Quantity = -2, Reason = "water damage" });
        var adjusted = await shop.Inventory.AdjustStockAsync(new StockChange { Isbn = TestShop.Algorithms, Quantity = -1, Reason = "water damage" });

        refused.Outcome.ShouldBe(ChangeStockOutcome.InsufficientStock);
        refused.Stock!.Available.ShouldBe(1);
        adjusted.Stock!.OnHand.ShouldBe(2);
        (await shop.Inventory.AdjustStockAsync(new StockChange { Isbn = Isbn.Parse("9780306406157"), Quantity = 1, Reason = "x" })).Outcome.ShouldBe(ChangeStockOutcome.BookNotFound);
    }

    [Fact]
    public async Task ReceiveStockAsync_beyond_the_limit_says_so_and_uses_no_key()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.FillAsync(TestShop.Martian);
        var key = new IdempotencyKey("test", "one-more");
        var more = new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "delivery", IdempotencyKey = key };

        var received = await shop.Inventory.ReceiveStockAsync(more);
        var adjusted = await shop.Inventory.AdjustStockAsync(more with { IdempotencyKey = null });

        (received.Outcome, received.Stock!.OnHand, received.Movement).ShouldBe((ChangeStockOutcome.StockLimitReached, StockLevel.MaxOnHand, null));
        adjusted.Outcome.ShouldBe(ChangeStockOutcome.StockLimitReached);
        await shop.Inventory.AdjustStockAsync(more with { Quantity = -1, IdempotencyKey = null });
        var again = await shop.Inventory.ReceiveStockAsync(more);
        (again.Outcome, again.Replayed).ShouldBe((ChangeStockOutcome.Changed, false));
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ReceiveStockAsync_bad_arguments_name_the_member()
    {
        await using var shop = await TestShop.OpenAsync();
        var change = new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "delivery" };

        (await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.ReceiveStockAsync(change with { Quantity = 0 }))).Message.ShouldContain("Quantity");
        (await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.ReceiveStockAsync(change with { Reason = " " }))).Message.ShouldContain("Reason");
        (await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.ReceiveStockAsync(change with { Reference = new string('x', 101) }))).Message.ShouldContain("Reference");
        (await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.AdjustStockAsync(change with { Quantity = 0 }))).Message.ShouldContain("Quantity");
        (await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.ReceiveStockAsync(change with { Isbn = default }))).Message.ShouldContain("Isbn");
    }

    [Fact]
    public async Task ListMovementsAsync_after_an_orders_way_says_why_the_stock_is_what_it_is()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, 2);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });

        var first = await shop.Inventory.ListMovementsAsync(TestShop.Martian, new PageRequest { Limit = 2 });
        var rest = await shop.Inventory.ListMovementsAsync(TestShop.Martian, new PageRequest { After = first.Next });

        first.Items.Select(movement => (movement.Number, movement.Kind, movement.CauseId)).ShouldBe(
            [(3, StockMovementKind.Released, placed.Order.Id), (2, StockMovementKind.Reserved, placed.Order.Id)]);
        rest.Items.Single().Reason.ShouldBe("delivery");
        rest.Next.ShouldBeNull();
    }

    private static async IAsyncEnumerable<Book> BooksAsync()
    {
        for (var number = 0; number < 1_000; number++)
        {
            var digits = $"{978030000000 + number}";
            var sum = digits.Select((digit, place) => (digit - '0') * (place % 2 == 0 ? 1 : 3)).Sum();
            yield return new Book
            {
                Isbn = Isbn.Parse($"{digits}{(10 - (sum % 10)) % 10}"),
                Title = number == 500 ? "" : $"Title {number}",
                Author = "A. Author",
                Price = new Money(10m, "USD"),
            };
            await Task.Yield();
        }
    }

    private sealed class Reports(List<SaveBooksProgress> reports) : IProgress<SaveBooksProgress>
    {
        public void Report(SaveBooksProgress value) => reports.Add(value);
    }
}
