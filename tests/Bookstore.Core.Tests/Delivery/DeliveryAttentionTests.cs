using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>Deliveries that need a person, and how they are found.</summary>
public sealed class DeliveryAttentionTests : IAsyncLifetime
{
    private AttentionShop _shop = null!;

    [Fact]
    public async Task Booking_refused_for_good_fails_the_delivery_and_is_found_by_a_person()
    {
        var id = await _shop.RefusedAsync();

        _shop.Hosts.Shop.Time.Advance(TimeSpan.FromDays(1));
        await _shop.Booking.RunOnceAsync();

        _shop.Courier.Calls.ShouldBe(["book"]);
        var delivery = (await _shop.ListAsync()).ShouldHaveSingleItem();
        (delivery.Id, delivery.Status, delivery.Attention!.Reason, delivery.Attention.Code).ShouldBe((id, DeliveryStatus.Failed, DeliveryAttentionReason.BookingRefused, "not_served"));
        _shop.Logs.Entries.Count(static entry => entry.Id == 4002 && entry.Level == LogLevel.Critical).ShouldBe(1);
        _shop.Logs.Texts.ShouldContain(text => text.Contains(id.ToString(), StringComparison.Ordinal) && text.Contains(delivery.OrderId.ToString(), StringComparison.Ordinal));
        (await _shop.Hosts.Shop.OrderAsync(delivery.OrderId)).DeliveryId.ShouldBeNull();
    }

    [Fact]
    public async Task Booking_refused_with_a_long_code_keeps_no_half_of_a_pair()
    {
        await _shop.Hosts.ScheduleAsync("bike");
        await _shop.RoundAsync(BookingResult.Refused(new string('x', 99) + "\ud83d\ude00"));

        (await _shop.ListAsync()).ShouldHaveSingleItem().Attention!.Code.ShouldBe(new string('x', 99));
    }

    [Fact]
    public async Task Cancellation_refused_for_good_ends_and_is_found_by_a_person()
    {
        var id = await _shop.CancelRefusedAsync();

        _shop.Hosts.Shop.Time.Advance(TimeSpan.FromDays(1));
        await _shop.Booking.RunOnceAsync();

        _shop.Courier.Calls.ShouldBe(["cancel"]);
        var delivery = (await _shop.ListAsync()).ShouldHaveSingleItem();
        (delivery.Id, delivery.Attention!.Reason, delivery.Attention.Code).ShouldBe((id, DeliveryAttentionReason.CancellationRefused, "collected"));
        _shop.Logs.Entries.Count(static entry => entry.Id == 4003 && entry.Level == LogLevel.Critical).ShouldBe(1);
    }

    [Fact]
    public async Task Booking_unknown_for_long_is_found_by_a_person_and_tried_on()
    {
        var id = await _shop.Hosts.ScheduleAsync("bike");
        await _shop.FailAsync(9);
        (await _shop.ListAsync()).ShouldBeEmpty();
        await _shop.FailAsync(1);
        (await _shop.ListAsync()).ShouldHaveSingleItem().Attention!.Reason.ShouldBe(DeliveryAttentionReason.OutcomeUnknown);

        await _shop.RoundAsync(BookingResult.Booked("T-1"));

        (await _shop.ListAsync()).ShouldBeEmpty();
        (await _shop.Hosts.FindAsync(id)).Delivery.TrackingNumber.ShouldBe("T-1");
    }

    public async Task InitializeAsync() => _shop = await AttentionShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();
}
