using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Deliveries;

/// <summary>What a courier's notifications do to deliveries: the order of two scans is that of their times.</summary>
public sealed class DeliveryScanTests : IAsyncLifetime
{
    private ScanShop _scans = null!;

    public async Task InitializeAsync() => _scans = await ScanShop.OpenAsync();

    public async Task DisposeAsync() => await _scans.DisposeAsync();

    [Fact]
    public async Task Scans_move_a_delivery_and_its_order_and_stock_follow()
    {
        var id = await _scans.ScheduleAsync();

        foreach (var (status, minute) in new[] { (DeliveryStatus.Dispatched, 1), (DeliveryStatus.InTransit, 2), (DeliveryStatus.Failed, 3), (DeliveryStatus.InTransit, 4), (DeliveryStatus.Delivered, 5) })
        {
            (await _scans.ScanAsync(id, status, minute)).ShouldBe(ReceiveNotificationOutcome.Accepted);
            await _scans.WorkAsync();
            (await _scans.StatusAsync(id)).ShouldBe(status);
        }

        var delivery = await _scans.DeliveryAsync(id);
        delivery.ScannedAt.ShouldBe(_scans.At(5));
        (await _scans.Shop.OrderAsync(delivery.OrderId)).Status.ShouldBe(OrderStatus.Delivered);
        await _scans.Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Delivered_may_come_before_the_parcel_was_dispatched_or_in_transit()
    {
        var id = await _scans.ScheduleAsync();

        await _scans.ScanAsync(id, DeliveryStatus.Delivered, 5);
        await _scans.WorkAsync();
        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 3);
        await _scans.WorkAsync();

        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.Delivered);
        _scans.Logs.Entries.ShouldNotContain(static entry => entry.Id == 4007, "an older scan is no contradiction");
        await _scans.Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task An_older_scan_does_not_move_a_delivery_back()
    {
        var id = await _scans.ScheduleAsync();

        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 4);
        await _scans.WorkAsync();
        await _scans.ScanAsync(id, DeliveryStatus.Failed, 3);
        await _scans.WorkAsync();
        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.InTransit, "the attempt failed before");

        await _scans.ScanAsync(id, DeliveryStatus.Failed, 6);
        await _scans.WorkAsync();
        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 5);
        await _scans.WorkAsync();
        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.Failed);
    }

    [Fact]
    public async Task A_scan_from_before_the_failure_that_a_person_reported_does_not_put_the_parcel_on_its_way()
    {
        var id = await _scans.ScheduleAsync();
        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 0);
        await _scans.WorkAsync();
        _scans.Shop.Time.Advance(TimeSpan.FromMinutes(10));
        await _scans.Shop.Deliveries.MoveAsync(id, DeliveryStatus.Failed);

        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 9);
        await _scans.WorkAsync();
        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.Failed);
        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 11);
        await _scans.WorkAsync();
        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.InTransit);
    }

    [Fact]
    public async Task Where_a_person_moved_the_delivery_already_the_time_of_the_scan_counts_for_older_ones()
    {
        var id = await _scans.ScheduleAsync();
        await _scans.Shop.Deliveries.MoveAsync(id, DeliveryStatus.Dispatched);
        await _scans.Shop.Deliveries.MoveAsync(id, DeliveryStatus.InTransit);

        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 4);
        await _scans.ScanAsync(id, DeliveryStatus.Failed, 3);
        await _scans.WorkAsync();

        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.InTransit);
    }

    [Fact]
    public async Task A_notification_can_name_the_tracking_number_also_before_the_booking_is_answered()
    {
        var id = await _scans.ScheduleAsync(isBooked: false);
        _scans.Courier.Plan(CourierOperation.Book, CallFault.LoseAnswer);
        await _scans.Shop.Couriers.RunOnceAsync();

        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 1, byNumber: true);
        await _scans.WorkAsync();
        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.Scheduled, "nobody knows yet whose number it is");
        _scans.Shop.Time.Advance(TimeSpan.FromMinutes(5));
        await _scans.Shop.Couriers.RunOnceAsync();
        await _scans.WorkAsync();

        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.InTransit);
        (await _scans.EntriesAsync(InboxState.Done)).ShouldHaveSingleItem().Notification.Reference.ShouldBe((await _scans.DeliveryAsync(id)).TrackingNumber);
    }

    [Fact]
    public async Task A_number_that_a_person_entered_is_found_as_well()
    {
        var id = await _scans.ScheduleAsync(isBooked: false);
        _scans.Courier.Plan(CourierOperation.Book, CallFault.Refuse);
        await _scans.Shop.Couriers.RunOnceAsync();
        var number = $"TEST-{id:N}";
        (await _scans.Shop.Deliveries.ResolveAsync(new ResolveDeliveryRequest { DeliveryId = id, Resolution = DeliveryResolution.Done, Reference = number })).Outcome.ShouldBe(ResolveDeliveryOutcome.Resolved);

        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 1, byNumber: true);
        await _scans.WorkAsync();

        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.InTransit);
    }

    [Fact]
    public async Task A_number_that_is_nobodys_is_done_with_in_the_end_and_parks_nothing()
    {
        await _scans.ScanAsync(Guid.CreateVersion7(), DeliveryStatus.InTransit, 1, byNumber: true);
        for (var hour = 0; hour < 12; hour++)
        {
            await _scans.WorkAsync();
            _scans.Shop.Time.Advance(TimeSpan.FromHours(1));
        }

        (await _scans.EntriesAsync(InboxState.Done)).ShouldHaveSingleItem().Failure.ShouldBeNull();
        (await _scans.EntriesAsync(InboxState.Parked)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_courier_moves_its_own_deliveries_alone()
    {
        var id = await _scans.ScheduleAsync();

        await _scans.ReceiveAsync(_scans.Other.Scan(id, DeliveryStatus.Delivered, _scans.At(1)), "rival");
        (await _scans.ReceiveAsync(_scans.Other.Scan(id, DeliveryStatus.Delivered, _scans.At(2)))).ShouldBe(ReceiveNotificationOutcome.Unauthorized, "signed by another one");
        await _scans.WorkAsync();

        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.Scheduled);
    }

    [Fact]
    public async Task A_courier_that_can_be_asked_is_asked_and_its_notification_is_not_believed()
    {
        _scans.Courier.CanBeAsked = true;
        var id = await _scans.ScheduleAsync();
        var forger = new ScriptedCourier("pigeon") { NotificationSecret = _scans.Courier.NotificationSecret };
        _scans.Courier.Scan(id, DeliveryStatus.Dispatched, _scans.At(1));
        _scans.Courier.Scan(id, DeliveryStatus.InTransit, _scans.At(2));

        await _scans.ReceiveAsync(forger.Scan(id, DeliveryStatus.Delivered, _scans.At(1)));
        await _scans.WorkAsync();

        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.InTransit);
        (await _scans.DeliveryAsync(id)).ScannedAt.ShouldBe(_scans.At(2));
    }

    [Fact]
    public async Task A_courier_that_does_not_answer_is_asked_again()
    {
        _scans.Courier.CanBeAsked = true;
        var id = await _scans.ScheduleAsync();
        _scans.Courier.Plan(CourierOperation.Track, CallFault.AnswerUnknown);
        _scans.Courier.Plan(CourierOperation.Track, CallFault.LoseAnswer);

        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 1);
        await _scans.WorkAsync();
        (await _scans.EntriesAsync(InboxState.Waiting)).ShouldHaveSingleItem().Failure.ShouldBe("CourierNotAnswering");
        for (var round = 0; round < 3; round++)
        {
            _scans.Shop.Time.Advance(TimeSpan.FromMinutes(1));
            await _scans.WorkAsync();
        }

        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.InTransit);
    }

    [Fact]
    public async Task A_parcel_whose_money_is_not_captured_is_moved_when_it_is()
    {
        var placed = (await _scans.Shop.PlaceAsync(TestShop.Martian)).Order!;
        var id = await _scans.ScheduleAsync(placed.Id);
        _scans.Shop.Gateway.Plan(GatewayOperation.Capture, CallFault.AnswerUnknown, times: 2);

        await _scans.ScanAsync(id, DeliveryStatus.Delivered, 1);
        await ((Inbox)_scans.Shop.Inbox).RunOnceAsync(default);
        (await _scans.EntriesAsync(InboxState.Waiting)).ShouldHaveSingleItem().Failure.ShouldBe(nameof(MoveDeliveryOutcome.PaymentNotCaptured));
        for (var round = 0; round < 5; round++)
        {
            _scans.Shop.Time.Advance(TimeSpan.FromMinutes(1));
            await _scans.WorkAsync();
        }

        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.Delivered);
        await _scans.Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_parcel_that_should_not_be_out_is_told_of_and_nothing_changes()
    {
        var id = await _scans.ScheduleAsync();
        await _scans.Shop.Deliveries.MoveAsync(id, DeliveryStatus.Cancelled);

        await _scans.ScanAsync(id, DeliveryStatus.Delivered, 1);
        await _scans.WorkAsync();

        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.Cancelled);
        _scans.Logs.Entries.Count(static entry => entry.Id == 4007).ShouldBe(1);
    }

    [Fact]
    public async Task A_clock_that_is_far_ahead_does_not_keep_later_scans_from_being_taken()
    {
        var id = await _scans.ScheduleAsync();

        await _scans.ScanAsync(id, DeliveryStatus.InTransit, 60 * 24 * 400);
        await _scans.WorkAsync();
        await _scans.ScanAsync(id, DeliveryStatus.Delivered, 1);
        await _scans.WorkAsync();

        (await _scans.StatusAsync(id)).ShouldBe(DeliveryStatus.Delivered);
    }

    [Fact]
    public async Task The_same_scan_twice_is_a_duplicate_and_a_courier_that_sends_nothing_is_no_source()
    {
        var id = await _scans.ScheduleAsync();

        (await _scans.ScanAsync(id, DeliveryStatus.InTransit, 1)).ShouldBe(ReceiveNotificationOutcome.Accepted);
        (await _scans.ScanAsync(id, DeliveryStatus.InTransit, 1)).ShouldBe(ReceiveNotificationOutcome.Duplicate);
        (await _scans.ReceiveAsync(_scans.Courier.Notifications[0], "local")).ShouldBe(ReceiveNotificationOutcome.SourceNotFound);
    }

    [Fact]
    public void A_scan_says_what_a_courier_can_see()
    {
        Should.Throw<ArgumentException>(() => CourierNotification.Of(Guid.CreateVersion7(), new CourierScan(DeliveryStatus.Scheduled, _scans.Start)));
        Should.Throw<ArgumentException>(() => CourierNotification.Of("T-1", new CourierScan(DeliveryStatus.Cancelled, _scans.Start)));
        Should.Throw<ArgumentException>(() => CourierNotification.Of(string.Empty, new CourierScan(DeliveryStatus.InTransit, _scans.Start)));
        Should.Throw<ArgumentException>(() => CourierNotification.Of(Guid.Empty, new CourierScan(DeliveryStatus.InTransit, _scans.Start)));
    }
}
