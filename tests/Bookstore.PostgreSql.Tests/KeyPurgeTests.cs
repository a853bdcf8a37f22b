using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Housekeeping removes keys and leaves no mark on the orders, which are cold by then.</summary>
public sealed class KeyPurgeTests : IAsyncLifetime
{
    private const int Orders = 12;

    private static readonly Isbn Book = Records.Isbn(1);

    private readonly string _schema = TestServer.NewSchema();
    private ServiceProvider _services = null!;

    public async Task InitializeAsync()
    {
        var store = new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, TimeProvider.System);
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(new ScriptedPaymentGateway());
        services.AddBookstore().UseStore(_ => store);
        _services = services.BuildServiceProvider();
        await store.InitializeAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Fact]
    public async Task RunOnceAsync_old_keys_locks_no_order_and_no_key_that_is_needed_still()
    {
        var inventory = _services.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(Records.Book(Book));
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = 100, Reason = "keys" });
        await PlaceAsync("settled");
        await _services.GetRequiredService<PaymentSettlement>().RunOnceAsync();
        await PlaceAsync("owed");
        await TestServer.ExecuteAsync($"UPDATE {_schema}.idempotency_keys SET created_at = created_at - {TimeSpan.FromDays(3).Ticks}");

        var marks = await MarksAsync();

        (await _services.GetRequiredService<Housekeeping>().RunOnceAsync()).ShouldBe(Orders);

        (await MarksAsync()).ShouldBe(marks);
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_schema}.idempotency_keys WHERE key LIKE 'owed%'")).ShouldBe((long)Orders);
    }

    // Whoever locks a row or changes it writes itself into these columns.
    private async Task<object?> MarksAsync() => await TestServer.ExecuteAsync(
        $"""
        SELECT concat(
            (SELECT string_agg(concat(xmin, '/', xmax), ' ' ORDER BY id) FROM {_schema}.orders), ';',
            (SELECT string_agg(concat(xmin, '/', xmax), ' ' ORDER BY key) FROM {_schema}.idempotency_keys WHERE key LIKE 'owed%'))
        """);

    private async Task PlaceAsync(string key)
    {
        for (var i = 0; i < Orders; i++)
        {
            var placed = await _services.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
            {
                CustomerId = "guest",
                Lines = [new PlaceOrderLine(Book, 1)],
                Payment = new PaymentToken(TestCards.Approved),
                IdempotencyKey = new IdempotencyKey("keys", $"{key}{i}"),
            });
            placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        }
    }
}
