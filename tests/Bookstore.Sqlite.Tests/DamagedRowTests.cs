using Bookstore.Payments.Simulated;
using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>Rows that another program, or a newer version, left behind: they are findings or values, and never end a list, an audit or the background work.</summary>
public sealed class DamagedRowTests : IAsyncLifetime
{
    private static readonly Isbn Book = Isbn.Parse("9780143127550");

    private readonly TestDatabase _database = new();
    private readonly List<Guid> _orders = [];
    private ServiceProvider _services = null!;

    [Theory]
    [InlineData("lines = 'nonsense'")]
    [InlineData("lines = '9780143127550:99999999999999999999:1'")]
    [InlineData("lines = '9780143127550:1'")]
    [InlineData("adjustments = 'no number'")]
    [InlineData("delivery_id = x'0102'")]
    public async Task VerifyAsync_order_cannot_be_read_is_a_finding_with_its_id_and_the_others_are_checked(string damage)
    {
        Damage(damage);

        var report = await Get<IBookstoreAudit>().VerifyAsync();

        report.Next.ShouldBeNull();
        report.Checked.ShouldBe(1 + _orders.Count);
        report.Findings.Single().ShouldBe(report.Findings[0] with { Code = "record_unreadable", Id = _orders[1].ToString() });
    }

    [Fact]
    public async Task VerifyAsync_amounts_beyond_every_limit_are_a_finding()
    {
        Damage("lines = '9780143127550:2147483647:9223372036854775807', give_up_at = -1, created_at = 9223372036854775807");

        var report = await Get<IBookstoreAudit>().VerifyAsync();

        report.Findings.Select(finding => finding.Code).ShouldContain("order_total_mismatch");
        report.Next.ShouldBeNull();
    }

    [Fact]
    public async Task RunOnceAsync_due_order_cannot_be_read_the_others_are_settled()
    {
        Damage("lines = 'nonsense'");

        (await Get<PaymentSettlement>().RunOnceAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task RunOnceAsync_newest_order_cannot_be_read_the_others_are_settled()
    {
        _database.Scalar($"UPDATE orders SET lines = 'nonsense' WHERE id = x'{_orders.Max():N}'");

        (await Get<PaymentSettlement>().RunOnceAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task ListDueOrdersAsync_a_page_of_orders_cannot_be_read_lists_those_behind_it()
    {
        _database.Scalar($"UPDATE orders SET lines = 'nonsense', due_at = 0 WHERE id <> x'{_orders[1]:N}'");

        var due = await Get<IBookstoreStore>().ListDueOrdersAsync(OrderWork.Settlement, Get<IPaymentGateway>().Name, DateTimeOffset.MaxValue, 1, default);

        due.Single().Order.Id.ShouldBe(_orders[1]);
        (await Get<IBookstoreStore>().ListDueOrdersAsync(OrderWork.Settlement, Get<IPaymentGateway>().Name, DateTimeOffset.MaxValue, 1, default)).Single().Order.Id.ShouldBe(_orders[1]);
    }

    [Fact]
    public async Task RunOnceAsync_thousands_of_due_orders_in_front_cannot_be_read_the_others_are_settled_a_few_rounds_later()
    {
        var columns = _database.Scalar("SELECT group_concat(name) FROM pragma_table_info('orders') WHERE name NOT IN ('id', 'lines', 'due_at')");
        _database.Scalar(
            $"""
            WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 5000)
            INSERT INTO orders (id, lines, due_at, {columns}) SELECT randomblob(16), 'nonsense', 0, {columns} FROM numbers, orders WHERE orders.id = x'{_orders[0]:N}'
            """);

        var settled = 0;
        for (var round = 0; round < 3; round++)
        {
            settled += await Get<PaymentSettlement>().RunOnceAsync();
        }

        settled.ShouldBe(_orders.Count);
    }

    [Fact]
    public async Task FindOrderAsync_cannot_be_read_says_which_one()
    {
        Damage("lines = 'nonsense'");

        var fault = await Should.ThrowAsync<BookstoreStoreException>(async () => await Get<ISalesService>().FindOrderAsync(_orders[1]));

        fault.RecordId.ShouldBe(_orders[1].ToString());
    }

    [Fact]
    public async Task ListOrdersAsync_currency_that_this_version_does_not_know_is_listed_and_a_finding()
    {
        Damage("currency = 'QQQ'");
        _database.Scalar("UPDATE books SET currency = 'QQQ'");

        var order = (await Get<ISalesService>().ListOrdersAsync(new OrderQuery())).Items.Single(order => order.Id == _orders[1]);
        (order.Total.MinorUnits, order.Total.Currency, order.Total.IsCurrencyKnown).ShouldBe((1_299, "QQQ", false));
        (await Get<IInventoryService>().ListBooksAsync(new BookQuery())).Items.Single().Book.Price.Currency.ShouldBe("QQQ");
        (await Get<IBookstoreAudit>().VerifyAsync()).Findings.Single().Code.ShouldBe("currency_unknown");
        (await PlaceAsync()).Outcome.ShouldBe(PlaceOrderOutcome.BookNotFound);
        (await Get<PaymentSettlement>().RunOnceAsync()).ShouldBe(2);
        (await Get<ISalesService>().ListPaymentsAsync(_orders[1])).Single().PendingAction.ShouldBe(PaymentAction.Capture);
    }

    [Fact]
    public async Task ListBooksAsync_isbn_that_is_refused_today_is_listed_page_by_page()
    {
        const long Music = 9_790_000_000_001;
        _database.Scalar($"INSERT INTO books (isbn, title, author, price_minor, currency) VALUES ({Music}, 'Sonatas', '', 100, 'BGN'), (9798887270123, 'b', '', 100, 'USD')");

        var listed = new List<long>();
        string? after = null;
        do
        {
            var page = await Get<IInventoryService>().ListBooksAsync(new BookQuery { Limit = 1, After = after });
            listed.AddRange(page.Items.Select(item => item.Book.Isbn.ToInt64()));
            after = page.Next;
        }
        while (after is not null);

        listed.ShouldBe([Book.ToInt64(), Music, 9_798_887_270_123]);
    }

    public async Task InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(new SimulatedPaymentGateway());
        services.AddBookstore().UseSqlite($"Data Source={_database.Path}");
        _services = services.BuildServiceProvider();
        await Get<IInventoryService>().SaveBookAsync(new Book { Isbn = Book, Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD") });
        await Get<IInventoryService>().ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = 10, Reason = "delivery" });
        for (var i = 0; i < 3; i++)
        {
            _orders.Add((await PlaceAsync()).Order!.Id);
        }

        await Get<PaymentSettlement>().DrainAsync();
        _database.Scalar("UPDATE orders SET owed = 1, due_at = 1, work = 1, payment_status = 2");
        await _services.DisposeAsync();
        _services = services.BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    private Task<PlaceOrderResult> PlaceAsync() => Get<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = "cust-1",
        Lines = [new PlaceOrderLine(Book, 1)],
        Payment = new PaymentToken("4242424242424242"),
    });

    private void Damage(string set) => _database.Scalar($"UPDATE orders SET {set} WHERE id = x'{_orders[1]:N}'");
}
