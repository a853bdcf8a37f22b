using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Deliveries;

/// <summary>A shop with a courier whose results the test gives, and deliveries that need a person.</summary>
internal sealed class AttentionShop : IAsyncDisposable
{
    private AttentionShop(HeldCourier courier, CourierHosts hosts)
    {
        Courier = courier;
        Hosts = hosts;
    }

    public HeldCourier Courier { get; }

    public CourierHosts Hosts { get; }

    public RecordingLogs Logs { get; } = new();

    public CourierBooking Booking { get; private set; } = null!;

    public static async Task<AttentionShop> OpenAsync()
    {
        var courier = new HeldCourier { LateBookingWindow = TimeSpan.Zero };
        var shop = new AttentionShop(courier, await CourierHosts.StartAsync(courier));
        shop.Booking = (await shop.Hosts.AddAsync(shop.Logs, courier)).GetRequiredService<CourierBooking>();
        return shop;
    }

    /// <summary>Schedules a delivery whose booking is refused for good.</summary>
    public async Task<Guid> RefusedAsync()
    {
        var id = await Hosts.ScheduleAsync("bike");
        await RoundAsync(BookingResult.Refused("not_served"));
        return id;
    }

    /// <summary>Cancels a delivery, and the cancellation is refused for good.</summary>
    public async Task<Guid> CancelRefusedAsync()
    {
        var id = await Hosts.ScheduleAsync("bike");
        await Hosts.MoveAsync(id, DeliveryStatus.Cancelled);
        Courier.Cancellations.Enqueue(static () => CancelBookingResult.Refused("collected"));
        await Booking.RunOnceAsync();
        return id;
    }

    /// <summary>One round of the background, in which the courier answers a booking.</summary>
    public async Task RoundAsync(BookingResult result)
    {
        Hosts.Shop.Time.Advance(TimeSpan.FromHours(2));
        var round = Booking.RunOnceAsync();
        (await Courier.NextBookingAsync()).SetResult(result);
        await round;
    }

    /// <summary>Rounds in which the courier does not answer.</summary>
    public async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await RoundAsync(BookingResult.Unknown);
        }
    }

    /// <summary>The deliveries that need a person.</summary>
    public async Task<IReadOnlyList<Delivery>> ListAsync() => (await Hosts.Shop.Deliveries.ListAsync(new DeliveryQuery { Attention = true })).Items;

    public async Task<ResolveDeliveryOutcome> ResolveAsync(Guid id, DeliveryResolution resolution, string? reference = null) =>
        (await Hosts.Shop.Deliveries.ResolveAsync(new ResolveDeliveryRequest { DeliveryId = id, Resolution = resolution, Reference = reference })).Outcome;

    public async ValueTask DisposeAsync()
    {
        await Hosts.DisposeAsync();
        Logs.Dispose();
    }
}
