using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>What a courier says of a booking beside its tracking number: kept, and its reference handed back when the booking is cancelled.</summary>
public sealed class CourierReferenceTests
{
    private static readonly DateTimeOffset Asked = new(2026, 12, 1, 12, 0, 0, TimeSpan.FromHours(2));
    private static readonly DateTimeOffset Told = new(2026, 12, 3, 12, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public async Task BookAsync_reference_label_and_expected_date_are_kept_and_the_reference_comes_back()
    {
        var courier = new ReferringCourier(BookingResult.Booked("T-1") with { Reference = "b-17", LabelUrl = new Uri("https://courier.example/labels/17"), ExpectedAt = Told });
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await ScheduleAsync(hosts);
        (await hosts.FindAsync(id)).Delivery.ExpectedAt.ShouldBe(Asked);
        await hosts.Shop.Couriers.RunOnceAsync();

        var booked = (await hosts.FindAsync(id)).Delivery;
        (booked.TrackingNumber, booked.CourierReference, booked.LabelUrl?.AbsoluteUri, booked.ExpectedAt).ShouldBe(("T-1", "b-17", "https://courier.example/labels/17", Told));
        booked.ExpectedAt!.Value.Offset.ShouldBe(TimeSpan.Zero);
        await hosts.MoveAsync(id, DeliveryStatus.Cancelled);
        await hosts.Shop.Couriers.RunOnceAsync();

        courier.Cancelled.ShouldBe(["b-17"]);
    }

    [Fact]
    public async Task BookAsync_nothing_but_a_tracking_number_keeps_the_date_that_was_asked_for()
    {
        var courier = new ReferringCourier(BookingResult.Booked("T-1"));
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await ScheduleAsync(hosts);
        await hosts.Shop.Couriers.RunOnceAsync();

        var booked = (await hosts.FindAsync(id)).Delivery;
        (booked.CourierReference, booked.LabelUrl, booked.ExpectedAt).ShouldBe((null, null, Asked));
        await hosts.MoveAsync(id, DeliveryStatus.Cancelled);
        await hosts.Shop.Couriers.RunOnceAsync();

        courier.Cancelled.ShouldBe([null]);
    }

    [Theory]
    [InlineData("/labels/17")]
    [InlineData("javascript:alert(1)")]
    public async Task BookAsync_label_that_is_no_web_address_is_none(string label)
    {
        await using var hosts = await CourierHosts.StartAsync(new ReferringCourier(BookingResult.Booked("T-1") with { LabelUrl = new Uri(label, UriKind.RelativeOrAbsolute) }));
        var id = await ScheduleAsync(hosts);
        await hosts.Shop.Couriers.RunOnceAsync();

        ((await hosts.FindAsync(id)).Delivery.TrackingNumber, (await hosts.FindAsync(id)).Delivery.LabelUrl).ShouldBe(("T-1", null));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\u0000b")]
    public async Task BookAsync_reference_that_cannot_be_kept_counts_as_unknown(string reference)
    {
        await using var hosts = await CourierHosts.StartAsync(new ReferringCourier(BookingResult.Booked("T-1") with { Reference = reference }));
        var id = await ScheduleAsync(hosts);
        await hosts.Shop.Couriers.RunOnceAsync();

        var record = await hosts.FindAsync(id);
        (record.Delivery.TrackingNumber, record.Attempts).ShouldBe((null, 1));
    }

    [Fact]
    public async Task CancelAsync_courier_of_the_first_contract_is_called_by_delivery()
    {
        var courier = new RecordingCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        var id = await ScheduleAsync(hosts);
        await hosts.Shop.Couriers.RunOnceAsync();
        await hosts.MoveAsync(id, DeliveryStatus.Cancelled);
        await hosts.Shop.Couriers.RunOnceAsync();

        courier.Calls.ShouldBe([$"book {id}", $"cancel {id}"]);
    }

    private static async Task<Guid> ScheduleAsync(CourierHosts hosts)
    {
        var order = await hosts.Shop.PlaceCapturedAsync(TestShop.Martian);
        var scheduled = await hosts.Shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 High Street", Courier = "bike", ExpectedAt = Asked });
        return scheduled.Delivery!.Id;
    }

    private sealed class ReferringCourier(BookingResult result) : ICourier
    {
        public string Name => "bike";

        public List<string?> Cancelled { get; } = [];

        public ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken) => ValueTask.FromResult(result);

        public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) => throw new NotSupportedException("The shop calls the other one.");

        public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, string? reference, CancellationToken cancellationToken)
        {
            Cancelled.Add(reference);
            return ValueTask.FromResult(CancelBookingResult.Cancelled);
        }
    }
}
