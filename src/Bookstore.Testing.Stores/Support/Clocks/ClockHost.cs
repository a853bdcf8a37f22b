using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Testing.Stores;

/// <summary>One of several hosts on one store, with a clock of its own. Its background work runs when the case calls it.</summary>
internal sealed class ClockHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ClockHost(IBookstoreStore store, IPaymentGateway gateway, TimeSpan off)
    {
        Clock = new WrongClock(TimeProvider.System, off);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(gateway);
        services.AddBookstore().UseStore(_ => new BorrowedStore(store));
        _services = services.BuildServiceProvider();
    }

    public WrongClock Clock { get; }

    public IInventoryService Inventory => _services.GetRequiredService<IInventoryService>();

    public IBookstoreMaintenance Maintenance => _services.GetRequiredService<IBookstoreMaintenance>();

    public async Task StockAsync(Isbn isbn, int copies)
    {
        await Inventory.SaveBookAsync(Records.Book(isbn));
        await Inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = copies, Reason = "clocks" });
    }

    public Task<PlaceOrderResult> PlaceAsync(Isbn isbn, string? key = null) => _services.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = "guest",
        Lines = [new PlaceOrderLine(isbn, 1)],
        Payment = new PaymentToken(TestCards.Approved),
        IdempotencyKey = key is null ? null : new IdempotencyKey("clocks", key),
    });

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
