using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Deliveries;

/// <summary>A shop whose couriers send notifications.</summary>
internal sealed class ScanShop : IAsyncDisposable
{
    private ScanShop()
    {
    }

    public TestShop Shop { get; private set; } = null!;

    public ScriptedCourier Courier { get; } = new("pigeon") { NotificationSecret = "a secret of the pigeon" };

    public ScriptedCourier Other { get; } = new("rival") { NotificationSecret = "a secret of the rival" };

    public RecordingLogs Logs { get; } = new();

    public DateTimeOffset Start { get; private set; }

    public static async Task<ScanShop> OpenAsync()
    {
        var scans = new ScanShop();
        scans.Shop = await TestShop.OpenAsync(register: services =>
            services.AddSingleton<ICourier>(scans.Courier).AddSingleton<ICourier>(scans.Other).AddLogging(logging => logging.AddProvider(scans.Logs)));
        scans.Start = scans.Shop.Time.GetUtcNow();
        return scans;
    }

    /// <summary>A delivery that waits for its courier, or is booked.</summary>
    public async Task<Guid> ScheduleAsync(bool isBooked = true, Isbn? isbn = null)
    {
        var order = await Shop.PlaceCapturedAsync(isbn ?? TestShop.Odyssey);
        return await ScheduleAsync(order.Id, isBooked);
    }

    public async Task<Guid> ScheduleAsync(Guid orderId, bool isBooked = true)
    {
        var id = (await Shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = orderId, Address = "123 Main St", Courier = "pigeon" })).Delivery!.Id;
        if (isBooked)
        {
            await Shop.Couriers.RunOnceAsync();
        }

        return id;
    }

    /// <summary>The courier sees the parcel, minutes after the start of the test, and its notification comes in.</summary>
    public Task<ReceiveNotificationOutcome> ScanAsync(Guid id, DeliveryStatus status, int minute, bool byNumber = false) => ReceiveAsync(Courier.Scan(id, status, At(minute), byNumber));

    public Task<ReceiveNotificationOutcome> ReceiveAsync(IncomingNotification notification, string source = "pigeon") => Shop.Inbox.ReceiveAsync(source, notification);

    public DateTimeOffset At(int minute) => Start.AddMinutes(minute);

    /// <summary>Works on what has come in, until nothing of it is due.</summary>
    public async Task WorkAsync()
    {
        while ((await Shop.Maintenance.RunOnceAsync()).NotificationsHandled > 0)
        {
        }
    }

    public async Task<Delivery> DeliveryAsync(Guid id) => (await Shop.Deliveries.FindAsync(id)).ShouldNotBeNull();

    public async Task<DeliveryStatus> StatusAsync(Guid id) => (await DeliveryAsync(id)).Status;

    public async Task<IReadOnlyList<InboxEntry>> EntriesAsync(InboxState state) => (await Shop.Inbox.ListAsync(new InboxQuery { State = state })).Items;

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        Logs.Dispose();
    }
}
