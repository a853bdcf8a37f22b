using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Deliveries;

/// <summary>Which couriers a host has, and what a host without them does.</summary>
public sealed class CourierChoiceTests
{
    [Fact]
    public async Task Registration_two_couriers_of_one_name_throws()
    {
        var exception = await Should.ThrowAsync<InvalidOperationException>(async () =>
        {
            await using var hosts = await CourierHosts.StartAsync(new HeldCourier(), new HeldCourier());
            _ = hosts.Shop.Couriers;
        });

        exception.Message.ShouldContain("Two couriers have the name 'bike'");
    }

    [Fact]
    public async Task ScheduleAsync_same_key_on_a_host_without_the_courier_returns_the_first_outcome()
    {
        await using var hosts = await CourierHosts.StartAsync();
        var order = await hosts.Shop.PlaceCapturedAsync(TestShop.Martian);
        var request = new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St", IdempotencyKey = new IdempotencyKey("shop", "k1") };
        var first = await hosts.Shop.Deliveries.ScheduleAsync(request);
        var other = (await hosts.AddAsync(null)).GetRequiredService<IDeliveryService>();

        var replayed = await other.ScheduleAsync(request);

        (replayed.Outcome, replayed.Replayed, replayed.Delivery!.Id).ShouldBe((ScheduleDeliveryOutcome.Scheduled, true, first.Delivery!.Id));
        (await other.ScheduleAsync(request with { IdempotencyKey = new IdempotencyKey("shop", "k2") })).Outcome.ShouldBe(ScheduleDeliveryOutcome.UnknownCourier);
    }

    [Fact]
    public async Task ScheduleAsync_shop_that_chose_no_courier_knows_none()
    {
        await using var hosts = await CourierHosts.StartAsync();
        var order = await hosts.Shop.PlaceCapturedAsync(TestShop.Martian);
        var import = await hosts.AddAsync(null);

        (await import.GetRequiredService<IDeliveryService>().ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St" }))
            .Outcome.ShouldBe(ScheduleDeliveryOutcome.UnknownCourier);
        var id = await hosts.ScheduleAsync("local");
        (await import.GetRequiredService<CourierBooking>().RunOnceAsync()).ShouldBe(0);
        (await hosts.FindAsync(id)).Fence.ShouldBe(0);
    }
}
