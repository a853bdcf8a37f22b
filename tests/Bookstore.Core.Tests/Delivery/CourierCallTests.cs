using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>The calls to couriers that follow from what happens to a delivery.</summary>
public sealed class CourierCallTests
{
    [Fact]
    public async Task CancelAsync_with_a_scheduled_delivery_cancels_the_booking()
    {
        var courier = new RecordingCourier();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<ICourier>(courier));
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, order, "bike")).Delivery!.Id;
        await shop.Couriers.RunOnceAsync();

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        await shop.Couriers.RunOnceAsync();

        (await shop.Deliveries.FindAsync(id))!.Status.ShouldBe(DeliveryStatus.Cancelled);
        courier.Calls.ShouldBe([$"book {id}", $"cancel {id}"]);
        (await shop.Store.CountDueDeliveriesAsync(DateTimeOffset.MaxValue, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Courier_fails_then_answers_is_called_again_with_the_same_id()
    {
        var courier = new RecordingCourier { Failures = 2 };
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<ICourier>(courier));
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, order, "bike")).Delivery!.Id;

        for (var round = 0; round < 3; round++)
        {
            await shop.Couriers.RunOnceAsync();
            shop.Time.Advance(TimeSpan.FromSeconds(10));
        }

        courier.Calls.ShouldBe([$"book {id}", $"book {id}", $"book {id}"]);
        (await shop.Deliveries.FindAsync(id))!.TrackingNumber.ShouldBe("T-1");
    }

    [Fact]
    public async Task Courier_blocks_its_thread_is_left_behind_and_another_one_is_called()
    {
        using var blocked = new BlockedCall();
        var courier = new RecordingCourier { OnBook = () => blocked.Hold(static () => true) };
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<ICourier>(courier));
        var stuck = (await ScheduleAsync(shop, await shop.PlaceCapturedAsync(TestShop.Martian), "bike")).Delivery!.Id;
        var other = (await ScheduleAsync(shop, await shop.PlaceCapturedAsync(TestShop.Odyssey))).Delivery!.Id;

        var calling = shop.Couriers.RunOnceAsync();
        await blocked.Begun;

        // The other courier's time must not run out with the blocked one's.
        while ((await shop.Deliveries.FindAsync(other))!.TrackingNumber is null)
        {
            await Task.Yield();
        }

        shop.Time.Advance(TimeSpan.FromSeconds(30));

        (await calling).ShouldBe(1);
        (await shop.Deliveries.FindAsync(other))!.TrackingNumber.ShouldBe($"LOCAL-{other:N}");
        (await shop.Store.FindDeliveryAsync(stuck, default))!.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Courier_refuses_for_good_fails_the_delivery_and_frees_the_order()
    {
        var courier = new RecordingCourier { Refusal = "address_not_served" };
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<ICourier>(courier));
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, order, "bike")).Delivery!.Id;

        await shop.Couriers.RunOnceAsync();

        (await shop.Deliveries.FindAsync(id))!.Status.ShouldBe(DeliveryStatus.Failed);
        (await ScheduleAsync(shop, order)).Outcome.ShouldBe(ScheduleDeliveryOutcome.Scheduled);
        (await shop.Deliveries.ListAsync(new DeliveryQuery { OrderId = order.Id })).Items.Count.ShouldBe(2);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_scheduled_to_failed_cancels_the_booking()
    {
        var courier = new RecordingCourier();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<ICourier>(courier));
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, order, "bike")).Delivery!.Id;

        await MoveAsync(shop, id, DeliveryStatus.Failed);
        await shop.Couriers.RunOnceAsync();

        courier.Calls.ShouldBe([$"cancel {id}"]);
    }

    [Fact]
    public async Task MoveAsync_returned_before_it_was_booked_is_not_booked_any_more()
    {
        var courier = new RecordingCourier();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<ICourier>(courier));
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, order, "bike")).Delivery!.Id;

        await MoveAsync(shop, id, DeliveryStatus.Dispatched);
        await MoveAsync(shop, id, DeliveryStatus.Returned);
        await shop.Couriers.RunOnceAsync();

        courier.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Courier_of_the_shops_own_named_local_takes_the_place_of_the_built_in_one()
    {
        var courier = new RecordingCourier { Name = "local" };
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<ICourier>(courier));
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, order)).Delivery!.Id;

        await shop.Couriers.RunOnceAsync();

        courier.Calls.ShouldBe([$"book {id}"]);
    }

    private static Task<ScheduleDeliveryResult> ScheduleAsync(TestShop shop, Order order, string courier = "local") =>
        shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St", Courier = courier });

    private static async Task MoveAsync(TestShop shop, Guid id, DeliveryStatus status) =>
        (await shop.Deliveries.MoveAsync(id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved, status.ToString());
}
