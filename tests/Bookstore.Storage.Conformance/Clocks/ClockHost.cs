using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Storage;

/// <summary>One of several hosts on one store, with a clock of its own. Its background work runs when it is told to.</summary>
internal sealed class ClockHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ClockHost(IBookstoreStore store, IPaymentGateway gateway, TimeSpan off)
    {
        Clock = new WrongClock(TimeProvider.System, off);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(gateway);
        services.AddBookstore().UseStore(_ => store);
        _services = services.BuildServiceProvider();
    }

    public WrongClock Clock { get; }

    public IInventoryService Inventory => _services.GetRequiredService<IInventoryService>();

    public OrderRecovery Recovery => _services.GetRequiredService<OrderRecovery>();

    public PaymentSettlement Settlement => _services.GetRequiredService<PaymentSettlement>();

    public Housekeeping Housekeeping => _services.GetRequiredService<Housekeeping>();

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

    /// <summary>Ends the write path. The store is its owner's to dispose of, and would go with the services.</summary>
    public ValueTask DisposeAsync() => _services.GetRequiredService<GroupCommit>().DisposeAsync();
}
