using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Testing.Stores;

/// <summary>A shop over the store under test, without background work, whose clock can be set ahead.</summary>
internal sealed class ModelShop : IAsyncDisposable
{
    private const string Customer = "model";

    private readonly ServiceProvider _services;

    public ModelShop(IBookstoreStore store)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddBookstore(static options =>
        {
            options.SharedCustomerIds.Add(Customer);

            // Nothing is captured in the background here.
            options.DispatchWait = TimeSpan.Zero;
        }).UseStore(_ => new HostTimeStore(store)).UseSimulatedPayments().UseLocalCourier();
        _services = services.BuildServiceProvider();
    }

    public ShiftedTime Time { get; } = new();

    public IInventoryService Inventory => _services.GetRequiredService<IInventoryService>();

    public IOrderWorkflow Workflow => _services.GetRequiredService<IOrderWorkflow>();

    public ISalesService Sales => _services.GetRequiredService<ISalesService>();

    public IDeliveryService Deliveries => _services.GetRequiredService<IDeliveryService>();

    public IReturnService Returns => _services.GetRequiredService<IReturnService>();

    public IBookstoreMaintenance Maintenance => _services.GetRequiredService<IBookstoreMaintenance>();

    public IServiceProvider Services => _services;

    public Guid NewId() => Guid.CreateVersion7(Time.GetUtcNow());

    public Task<PlaceOrderResult> PlaceAsync(IReadOnlyList<ReservationLine> lines, Guid? cart, bool isDeclined) => Workflow.PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = Customer,
        Lines = [.. lines.Select(static line => new PlaceOrderLine(line.Isbn, line.Quantity))],
        ReservationId = cart,
        Payment = new PaymentToken(isDeclined ? TestCards.Declined : TestCards.Approved),
    });

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>The system's clock, ahead by the time that the model has let pass.</summary>
    internal sealed class ShiftedTime : TimeProvider
    {
        private TimeSpan _ahead;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

        public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + _ahead.Ticks;

        public void Advance(TimeSpan by) => _ahead += by;
    }

    /// <summary>A store whose time passes as this shop's does, also where it has a clock of its own.</summary>
    private sealed class HostTimeStore(IBookstoreStore inner) : BorrowedStore(inner)
    {
        public override ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken) => ValueTask.FromResult(host.Expected ?? host.Clock);
    }
}
