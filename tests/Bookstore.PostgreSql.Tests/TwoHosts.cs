using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Two hosts of this process on one database and one gateway, and an order whose money is captured.</summary>
public abstract class TwoHosts : IAsyncLifetime
{
    protected const int Copies = 3;
    protected const decimal Price = 9.50m;

    private readonly string _schema = TestServer.NewSchema();

    protected static Isbn Book { get; } = Isbn.Parse("9780140449136");

    protected ScriptedPaymentGateway Gateway { get; } = new();

    protected ServiceProvider First { get; private set; } = null!;

    protected ServiceProvider Second { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        First = await HostAsync();
        Second = await HostAsync();
    }

    public async Task DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Gateway.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    // Both at once, as their background work does.
    protected Task SettleAsync() => Task.WhenAll(
        Task.Run(() => First.GetRequiredService<IBookstoreMaintenance>().DrainPaymentsAsync()), Task.Run(() => Second.GetRequiredService<IBookstoreMaintenance>().DrainPaymentsAsync()));

    protected async Task<Guid> CapturedAsync()
    {
        var inventory = First.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(new Bookstore.Book { Isbn = Book, Title = "The Odyssey", Author = "Homer", Price = new Money(Price, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = Copies, Reason = "test" });
        var placed = await First.GetRequiredService<IOrderWorkflow>().PlaceAsync(
            new PlaceOrderRequest { CustomerId = "ada", Lines = [new PlaceOrderLine(Book, Copies)], Payment = new PaymentToken(TestCards.Approved) });
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await SettleAsync();
        return placed.Order!.Id;
    }

    private async Task<ServiceProvider> HostAsync()
    {
        var store = new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, TimeProvider.System);
        await store.InitializeAsync(default);
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(Gateway);
        services.AddBookstore().UseStore(_ => store).UseLocalCourier();
        return services.BuildServiceProvider();
    }
}
