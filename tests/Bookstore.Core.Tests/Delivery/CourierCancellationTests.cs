using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>Deliveries that are cancelled or end while a courier is being called: no parcel is fetched for nothing, and no call is lost.</summary>
public sealed class CourierCancellationTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task CancelAsync_while_a_booking_is_under_way_waits_for_its_answer()
    {
        var courier = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var other = (await hosts.AddAsync(null, courier)).GetRequiredService<CourierBooking>();
        var id = await hosts.ScheduleAsync("bike");
        var round = hosts.Shop.Couriers.RunOnceAsync();
        var booking = await courier.NextBookingAsync();

        await hosts.Shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = (await hosts.FindAsync(id)).Delivery.OrderId });
        (await other.RunOnceAsync()).ShouldBe(0);
        courier.Calls.ShouldBe(["book"]);
        booking.SetResult(BookingResult.Booked("T-1"));
        await round;
        await other.RunOnceAsync();

        courier.Calls.ShouldBe(["book", "cancel"]);
        var record = await hosts.FindAsync(id);
        (record.Delivery.Status, record.PendingCall, record.DueAt, record.BookingUntil).ShouldBe((DeliveryStatus.Cancelled, null, null, null));
    }

    [Fact]
    public async Task CancelAsync_booking_of_unknown_outcome_is_repeated_after_the_window()
    {
        var courier = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await hosts.ScheduleAsync("bike");
        await FailBookingAsync(hosts, courier);

        await hosts.MoveAsync(id, DeliveryStatus.Cancelled);
        await hosts.Shop.Couriers.RunOnceAsync();
        await hosts.Shop.Couriers.RunOnceAsync();
        courier.Calls.ShouldBe(["book", "cancel"]);
        hosts.Shop.Time.Advance(TimeSpan.FromMinutes(4));
        await hosts.Shop.Couriers.RunOnceAsync();
        courier.Calls.ShouldBe(["book", "cancel"]);
        hosts.Shop.Time.Advance(TimeSpan.FromMinutes(1) + Lease);
        await hosts.Shop.Couriers.RunOnceAsync();

        courier.Calls.ShouldBe(["book", "cancel", "cancel"]);
        (await hosts.FindAsync(id)).PendingCall.ShouldBeNull();
    }

    [Fact]
    public async Task CancelAsync_sent_within_the_window_and_read_after_it_is_repeated()
    {
        var courier = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await hosts.ScheduleAsync("bike");
        await FailBookingAsync(hosts, courier);
        await hosts.MoveAsync(id, DeliveryStatus.Cancelled);
        var sentAt = await hosts.Shop.Clock.NowAsync(default);

        // The host sleeps with the result of the cancellation in hand.
        hosts.Shop.Time.Advance(TimeSpan.FromMinutes(30));
        var moment = await hosts.Shop.Clock.MomentAsync(default);
        await hosts.Shop.Commit.SubmitAsync(new RecordCourierResult(await hosts.FindAsync(id), new CourierResult(CourierResultKind.Done), null, sentAt, moment, default), default);
        (await hosts.FindAsync(id)).PendingCall.ShouldBe(CourierCall.Cancel);
        await hosts.Shop.Couriers.RunOnceAsync();

        courier.Calls.ShouldBe(["book", "cancel"]);
        (await hosts.FindAsync(id)).PendingCall.ShouldBeNull();
    }

    [Fact]
    public async Task CancelAsync_host_dies_during_a_booking_waits_for_the_lease()
    {
        var dead = new HeldCourier();
        var courier = new HeldCourier { LateBookingWindow = TimeSpan.Zero };
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await hosts.ScheduleAsync("bike");
        _ = (await hosts.AddAsync(null, dead)).GetRequiredService<CourierBooking>().RunOnceAsync();
        var booking = await dead.NextBookingAsync();

        await hosts.MoveAsync(id, DeliveryStatus.Cancelled);
        await hosts.Shop.Couriers.RunOnceAsync();
        courier.Calls.ShouldBeEmpty();
        hosts.Shop.Time.Advance(Lease);
        await hosts.Shop.Couriers.RunOnceAsync();

        courier.Calls.ShouldContain("cancel");
        booking.TrySetCanceled();
    }

    [Theory]
    [InlineData(10_675_199, 30 * 24 * 60)]
    [InlineData(-1, 0)]
    public async Task LateBookingWindow_out_of_range_is_cut(int days, int minutes)
    {
        var courier = new HeldCourier { LateBookingWindow = days > 1_000 ? TimeSpan.MaxValue : TimeSpan.FromDays(days) };
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await hosts.ScheduleAsync("bike");
        var before = await hosts.Shop.Clock.NowAsync(default);
        var round = hosts.Shop.Couriers.RunOnceAsync();
        var booking = await courier.NextBookingAsync();

        (await hosts.FindAsync(id)).BookingUntil.ShouldBe(before + Lease + TimeSpan.FromMinutes(minutes));

        booking.SetResult(BookingResult.Booked("T-1"));
        (await round).ShouldBe(1);
        (await hosts.FindAsync(id)).BookingUntil.ShouldBeNull();
    }

    [Fact]
    public async Task LateBookingWindow_throws_at_each_reading_counts_as_the_longest_and_the_booking_is_made()
    {
        var courier = new HeldCourier { OnReadWindow = static () => throw new InvalidOperationException("not configured") };
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await hosts.ScheduleAsync("bike");
        var round = hosts.Shop.Couriers.RunOnceAsync();
        var booking = await courier.NextBookingAsync();

        (await hosts.FindAsync(id)).BookingUntil.ShouldBe(await hosts.Shop.Clock.NowAsync(default) + Lease + TimeSpan.FromDays(30));
        booking.SetResult(BookingResult.Booked("T-1"));
        (await round).ShouldBe(1);
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered, false)]
    [InlineData(DeliveryStatus.Failed, true)]
    [InlineData(DeliveryStatus.Returned, true)]
    public async Task MoveAsync_goods_that_are_over_are_not_booked_any_more(DeliveryStatus status, bool isCancelled)
    {
        var courier = new HeldCourier { LateBookingWindow = TimeSpan.Zero };
        await using var hosts = await CourierHosts.StartAsync(courier);
        var untried = await hosts.ScheduleAsync("bike", isDispatched: true);
        await hosts.MoveAsync(untried, status);
        (await hosts.FindAsync(untried)).PendingCall.ShouldBeNull();
        var id = await hosts.ScheduleAsync("bike", isDispatched: true);
        await FailBookingAsync(hosts, courier);

        await hosts.MoveAsync(id, status);
        for (var round = 0; round < 3; round++)
        {
            hosts.Shop.Time.Advance(TimeSpan.FromHours(1));
            await hosts.Shop.Couriers.RunOnceAsync();
        }

        courier.Calls.ShouldBe(isCancelled ? ["book", "cancel"] : ["book"]);
        (await hosts.Records.CountDueDeliveriesAsync(DateTimeOffset.MaxValue, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task MoveAsync_delivered_while_a_booking_is_under_way_keeps_the_tracking_number_and_owes_nothing()
    {
        var courier = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await hosts.ScheduleAsync("bike", isDispatched: true);
        var round = hosts.Shop.Couriers.RunOnceAsync();
        var booking = await courier.NextBookingAsync();

        await hosts.MoveAsync(id, DeliveryStatus.Delivered);
        booking.SetResult(BookingResult.Booked("T-1"));
        await round;

        var record = await hosts.FindAsync(id);
        (record.Delivery.Status, record.Delivery.TrackingNumber, record.PendingCall, record.DueAt).ShouldBe((DeliveryStatus.Delivered, "T-1", null, null));
        courier.Calls.ShouldBe(["book"]);
    }

    [Theory]
    [InlineData("cancelled", DeliveryAttentionReason.OutcomeUnknown, "booking_cancelled")]
    [InlineData("unknown", DeliveryAttentionReason.OutcomeUnknown, null)]
    [InlineData("refused", null, null)]
    public async Task MoveAsync_in_transit_again_while_a_cancellation_is_being_sent_needs_a_person_unless_it_is_refused(string result, DeliveryAttentionReason? reason, string? code)
    {
        var courier = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await SendOnDuringCancellationAsync(hosts, courier, result);

        var record = await hosts.FindAsync(id);
        (record.Delivery.Status, record.Delivery.Attention?.Reason, record.Delivery.Attention?.Code, record.PendingCall).ShouldBe((DeliveryStatus.InTransit, reason, code, null));
        hosts.Shop.Time.Advance(TimeSpan.FromHours(1));
        await hosts.Shop.Couriers.RunOnceAsync();
        courier.Calls.ShouldBe(["book", "cancel"]);
        await hosts.MoveAsync(id, DeliveryStatus.Delivered);
        (await hosts.FindAsync(id)).Delivery.Attention.ShouldBeNull("the goods are there");
    }

    [Fact]
    public async Task ResolveAsync_booking_was_cancelled_while_its_parcel_went_on_books_again()
    {
        var courier = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await SendOnDuringCancellationAsync(hosts, courier, "cancelled");

        await hosts.Shop.Deliveries.ResolveAsync(new ResolveDeliveryRequest { DeliveryId = id, Resolution = DeliveryResolution.Retry });
        var round = hosts.Shop.Couriers.RunOnceAsync();
        (await courier.NextBookingAsync()).SetResult(BookingResult.Booked("T-2"));
        await round;

        courier.Calls.ShouldBe(["book", "cancel", "book"]);
        var record = await hosts.FindAsync(id);
        (record.Delivery.TrackingNumber, record.Delivery.Attention, record.PendingCall).ShouldBe(("T-2", null, null));
    }

    private static async Task<Guid> SendOnDuringCancellationAsync(CourierHosts hosts, HeldCourier courier, string result)
    {
        var id = await hosts.ScheduleAsync("bike", isDispatched: true);
        await FailBookingAsync(hosts, courier);
        await hosts.MoveAsync(id, DeliveryStatus.Failed);
        courier.Cancellations.Enqueue(() =>
        {
            Task.Run(() => hosts.MoveAsync(id, DeliveryStatus.InTransit)).GetAwaiter().GetResult();
            return result switch
            {
                "cancelled" => CancelBookingResult.Cancelled,
                "refused" => CancelBookingResult.Refused("too_late"),
                _ => CancelBookingResult.Unknown,
            };
        });
        await hosts.Shop.Couriers.RunOnceAsync();
        return id;
    }

    private static async Task FailBookingAsync(CourierHosts hosts, HeldCourier courier)
    {
        var round = hosts.Shop.Couriers.RunOnceAsync();
        (await courier.NextBookingAsync()).SetException(new TimeoutException());
        await round;
    }
}
