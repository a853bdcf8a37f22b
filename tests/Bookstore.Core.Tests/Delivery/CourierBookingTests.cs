using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Deliveries;

/// <summary>Calls to couriers from several hosts: who makes them, one at a time, and results that come late.</summary>
public sealed class CourierBookingTests
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task RunOnceAsync_host_without_the_courier_changes_nothing_and_logs_it_once()
    {
        using var logs = new RecordingLogs();
        await using var hosts = await CourierHosts.StartAsync(new HeldCourier());
        var foreign = (await hosts.AddAsync(logs, new HeldCourier("pigeon"))).GetRequiredService<CourierBooking>();
        var id = await hosts.ScheduleAsync("bike");
        var before = await hosts.FindAsync(id);

        for (var round = 0; round < 5; round++)
        {
            hosts.Shop.Time.Advance(TimeSpan.FromMinutes(2));
            (await foreign.RunOnceAsync()).ShouldBe(0);
        }

        (await hosts.FindAsync(id)).ShouldBe(before);
        (before.Attempts, before.Fence).ShouldBe((0, 0));
        logs.Entries.Count(static entry => entry.Id == 4004).ShouldBe(1);
        var unserved = (await foreign.CountUnservedAsync()).ShouldHaveSingleItem();
        (unserved.Courier, unserved.Deliveries, unserved.DueSince).ShouldBe(("bike", 1, before.DueAt!.Value));
        (await hosts.Shop.Couriers.CountUnservedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_many_deliveries_of_another_courier_before_its_own_calls_its_own()
    {
        var pigeon = new HeldCourier("pigeon");
        await using var hosts = await CourierHosts.StartAsync(new HeldCourier(), pigeon);
        for (var i = 0; i < 5; i++)
        {
            await hosts.ScheduleAsync("bike");
        }

        hosts.Shop.Time.Advance(TimeSpan.FromMinutes(1));
        var own = await hosts.ScheduleAsync("pigeon");
        var round = (await hosts.AddAsync(null, pigeon)).GetRequiredService<CourierBooking>().RunOnceAsync();
        (await pigeon.NextBookingAsync()).SetResult(BookingResult.Booked("P-1"));

        (await round).ShouldBe(1);
        (await hosts.FindAsync(own)).Delivery.TrackingNumber.ShouldBe("P-1");
    }

    [Fact]
    public async Task RunOnceAsync_three_hosts_one_booking_at_a_time()
    {
        var courier = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var second = (await hosts.AddAsync(null, courier)).GetRequiredService<CourierBooking>();
        var third = (await hosts.AddAsync(null, courier)).GetRequiredService<CourierBooking>();
        var id = await hosts.ScheduleAsync("bike");

        Task<int>[] rounds = [hosts.Shop.Couriers.RunOnceAsync(), second.RunOnceAsync(), third.RunOnceAsync()];
        var booking = await courier.NextBookingAsync();
        await Task.WhenAll(rounds.Where(static round => round.IsCompleted));
        (await second.RunOnceAsync()).ShouldBe(0);
        (await third.RunOnceAsync()).ShouldBe(0);
        courier.Calls.ShouldBe(["book"]);
        booking.SetResult(BookingResult.Booked("T-1"));

        (await Task.WhenAll(rounds)).Sum().ShouldBe(1);
        (await hosts.FindAsync(id)).Delivery.TrackingNumber.ShouldBe("T-1");
        courier.Calls.ShouldBe(["book"]);
    }

    [Fact]
    public async Task RunOnceAsync_host_that_is_overtaken_writes_nothing_over_the_newer_answer()
    {
        var courier = new HeldCourier();
        var slow = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await hosts.ScheduleAsync("bike");
        var overtaken = (await hosts.AddAsync(null, slow)).GetRequiredService<CourierBooking>().RunOnceAsync();
        var late = await slow.NextBookingAsync();

        // Another clock has gone on: the lease is over, and the time-out of the call has not come yet.
        var taken = await hosts.FindAsync(id);
        await hosts.Shop.Commit.SubmitAsync(new AcquireDeliveryLease(taken, new OrderLease(taken.Delivery.OrderId, Guid.NewGuid(), taken.DueAt!.Value, taken.DueAt.Value), taken.DueAt.Value), default);
        var answer = new RecordCourierResult(await hosts.FindAsync(id), new CourierResult(CourierResultKind.Done, "T-2"), null, default, await hosts.Shop.Clock.MomentAsync(default), default);
        await hosts.Shop.Commit.SubmitAsync(answer, default);
        late.SetResult(BookingResult.Refused("too_heavy"));
        await overtaken;

        var record = await hosts.FindAsync(id);
        (record.Delivery.TrackingNumber, record.Delivery.Status, record.Delivery.Attention, record.PendingCall).ShouldBe(("T-2", DeliveryStatus.Scheduled, null, null));
    }

    [Fact]
    public async Task StartAsync_without_background_work_makes_no_call()
    {
        var courier = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await hosts.ScheduleAsync("bike");
        var before = await hosts.FindAsync(id);
        var job = (await hosts.AddAsync(null, static options => options.BackgroundWork = false, courier)).GetRequiredService<Maintenance>();

        await job.StartAsync(default);
        await job.ExecuteTask!;
        hosts.Shop.Time.Advance(TimeSpan.FromHours(1));

        courier.Calls.ShouldBeEmpty();
        (await hosts.FindAsync(id)).ShouldBe(before);
    }

    [Fact]
    public async Task RunOnceAsync_host_that_sleeps_each_time_it_takes_the_delivery_makes_no_call_that_outlasts_its_lease()
    {
        var courier = new HeldCourier();
        ScriptedStore store = null!;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new ScriptedStore(inner), register: services => services.AddSingleton<ICourier>(courier));
        var order = await shop.PlaceCapturedAsync(TestShop.Odyssey);
        var id = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St", Courier = "bike" })).Delivery!.Id;
        store.OnCommit = async (records, commit) =>
        {
            await commit();
            if (records.Deliveries.Touched.Any(static entry => entry.Current!.LeaseHolder is not null))
            {
                shop.Time.Advance(TimeSpan.FromMinutes(10));
            }
        };

        (await shop.Couriers.RunOnceAsync()).ShouldBe(0);
        courier.Calls.ShouldBeEmpty();
        store.OnCommit = null;
        shop.Time.Advance(TimeSpan.FromMinutes(10));
        var round = shop.Couriers.RunOnceAsync();
        (await courier.NextBookingAsync()).SetResult(BookingResult.Booked("T-1"));

        (await round).ShouldBe(1);
        (await shop.Deliveries.FindAsync(id))!.TrackingNumber.ShouldBe("T-1");
    }

    [Fact]
    public async Task RunOnceAsync_courier_that_hangs_delays_its_own_deliveries_alone()
    {
        var hanging = new HeldCourier("hanging");
        await using var hosts = await CourierHosts.StartAsync(hanging);
        var ids = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            ids.Add(await hosts.ScheduleAsync("hanging"));
        }

        var other = await hosts.ScheduleAsync("local");
        var round = hosts.Shop.Couriers.RunOnceAsync();
        for (var i = 0; i < 16; i++)
        {
            await hanging.NextBookingAsync();
        }

        while ((await hosts.FindAsync(other)).Delivery.TrackingNumber is null)
        {
            await Task.Yield();
        }

        hanging.Calls.Count.ShouldBe(16);
        hosts.Shop.Time.Advance(CallTimeout);
        for (var i = 0; i < 4; i++)
        {
            (await hanging.NextBookingAsync()).SetResult(BookingResult.Booked("H-1"));
        }

        (await round).ShouldBe(5);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("101 characters: 1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678")]
    public async Task RunOnceAsync_tracking_number_that_makes_no_sense_is_asked_for_again(string? trackingNumber)
    {
        var courier = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await hosts.ScheduleAsync("bike");
        var round = hosts.Shop.Couriers.RunOnceAsync();
        (await courier.NextBookingAsync()).SetResult(BookingResult.Booked(trackingNumber!));

        (await round).ShouldBe(0);
        var record = await hosts.FindAsync(id);
        (record.Attempts, record.PendingCall, record.Delivery.TrackingNumber).ShouldBe((1, CourierCall.Book, null));
    }
}
