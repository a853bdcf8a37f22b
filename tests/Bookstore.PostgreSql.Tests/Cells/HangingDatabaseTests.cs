using System.Diagnostics;
using Bookstore.Payments.Simulated;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>A shop whose database hangs delays only its own customers: no thread that other shops of the process need is blocked.</summary>
public sealed class HangingDatabaseTests : IAsyncLifetime
{
    private const int Readers = 32;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly string _schema = TestServer.NewSchema();
    private ServiceProvider _shop = null!;
    private TcpProxy _proxy = null!;

    private IInventoryService Inventory => _shop.GetRequiredService<IInventoryService>();

    private IOrderWorkflow Orders => _shop.GetRequiredService<IOrderWorkflow>();

    public async Task InitializeAsync()
    {
        var options = await TestServer.OptionsAsync(_schema);
        var server = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        _proxy = new TcpProxy(server.Host!.Split(':') is [_, var number] ? int.Parse(number) : server.Port);
        (server.Host, server.Port, server.SslMode, server.Timeout) = ("127.0.0.1", _proxy.Port, SslMode.Disable, 60);
        await using (var opening = NewShop(store => (store.ConnectionString, store.Schema) = (options.ConnectionString, _schema)))
        {
            await opening.GetRequiredService<IInventoryService>().SaveBookAsync(Records.Book(Records.Isbn(1)));
            await opening.GetRequiredService<IInventoryService>().ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(1), Quantity = 1_000, Reason = "opening" });
        }

        _shop = NewShop(store => (store.ConnectionString, store.Schema, store.CommandTimeout, store.ReadTimeout) = (server.ConnectionString, _schema, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)));
    }

    public async Task DisposeAsync()
    {
        _proxy.LetGo();
        await _shop.DisposeAsync();
        await _proxy.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    // A request to cancel blocks its thread until the server has answered.
    [Fact]
    public async Task Database_hangs_its_customers_are_refused_in_time_and_few_threads_are_blocked()
    {
        // Everything is done once before, so that the connections are there.
        await Task.WhenAll(Ask());
        _proxy.HoldAll();

        foreach (var call in Ask())
        {
            await Should.ThrowAsync<BookstoreException>(() => call.WaitAsync(Soon));
        }

        _proxy.Cancels.ShouldBeInRange(1, ServerCalls.MostThreads);
    }

    [Fact]
    public async Task Database_hangs_and_returns_the_shop_sells_again()
    {
        await Task.WhenAll(Ask());
        _proxy.HoldAll();
        await Should.ThrowAsync<BookstoreException>(() => Task.WhenAll(Ask()));
        _proxy.LetGo();

        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                (await Orders.PlaceAsync(Order())).Outcome.ShouldBe(PlaceOrderOutcome.Created);
                return;
            }
            catch (BookstoreStoreException fault) when (fault.IsTransient && waited.Elapsed < TimeSpan.FromMinutes(1))
            {
                await Task.Yield();
            }
        }
    }

    // Reads of each kind, and a write.
    private Task[] Ask() =>
    [
        .. Enumerable.Range(0, Readers).Select(_ => Inventory.ListBooksAsync(new BookQuery { Text = "title" }).AsTask()),
        .. Enumerable.Range(0, Readers).Select(_ => Inventory.FindBookAsync(Records.Isbn(1)).AsTask()),
        Orders.PlaceAsync(Order()),
    ];

    private static PlaceOrderRequest Order() => new() { CustomerId = "customer", Lines = [new PlaceOrderLine(Records.Isbn(1), 1)], Payment = new PaymentToken("tok_approved") };

    private static ServiceProvider NewShop(Action<PostgreSqlStoreOptions> store)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions()));
        services.AddBookstore().UsePostgreSql(store);
        return services.BuildServiceProvider();
    }
}
