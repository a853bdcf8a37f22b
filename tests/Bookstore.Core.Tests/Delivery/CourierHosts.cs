using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Bookstore.Deliveries;

/// <summary>Several hosts on one store, each with couriers of its own. The first one sells.</summary>
internal sealed class CourierHosts : IAsyncDisposable
{
    private readonly InMemoryStore _records = new();
    private readonly List<ServiceProvider> _others = [];

    private CourierHosts()
    {
    }

    public TestShop Shop { get; private set; } = null!;

    /// <summary>What the first host reads through.</summary>
    public OvertakenStore ReadsOfShop { get; private set; } = null!;

    public IBookstoreStore Records => _records;

    public static async Task<CourierHosts> StartAsync(params ICourier[] couriers)
    {
        var hosts = new CourierHosts();
        hosts.Shop = await TestShop.OpenAsync(decorate: _ => hosts.ReadsOfShop = new OvertakenStore(new SharedStore(hosts._records)), register: services => Add(services, couriers));
        return hosts;
    }

    public Task<IServiceProvider> AddAsync(RecordingLogs? logs, params ICourier[] couriers) => AddAsync(logs, configure: null, couriers);

    public async Task<IServiceProvider> AddAsync(RecordingLogs? logs, Action<BookstoreOptions>? configure, params ICourier[] couriers)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(Shop.Time).AddSingleton<IPaymentGateway>(Shop.Gateway);
        Add(services, couriers);
        if (logs is not null)
        {
            services.AddLogging(builder => builder.AddProvider(logs));
        }

        services.AddBookstore(configure).UseStore(_ => new SharedStore(_records));
        _others.Add(services.BuildServiceProvider());

        // Its time goes on with the others' from here.
        await _others[^1].GetRequiredService<StoreClock>().ReadAsync(default);
        return _others[^1];
    }

    public async Task<Guid> ScheduleAsync(string courier, bool isDispatched = false)
    {
        var order = await Shop.PlaceCapturedAsync(TestShop.Odyssey);
        var id = (await Shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St", Courier = courier })).Delivery!.Id;
        if (isDispatched)
        {
            await MoveAsync(id, DeliveryStatus.Dispatched);
        }

        return id;
    }

    public async Task MoveAsync(Guid id, DeliveryStatus status) => (await Shop.Deliveries.MoveAsync(id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved, status.ToString());

    public async Task<DeliveryRecord> FindAsync(Guid id) => (await _records.FindDeliveryAsync(id, default)).ShouldNotBeNull();

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _others)
        {
            await host.DisposeAsync();
        }

        await Shop.DisposeAsync();
        await _records.DisposeAsync();
    }

    private static void Add(IServiceCollection services, ICourier[] couriers)
    {
        foreach (var courier in couriers)
        {
            services.AddSingleton(courier);
        }
    }
}
