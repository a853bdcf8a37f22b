using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

public sealed class DeliveryRulesTests
{
    private static readonly DateTimeOffset Then = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Now = Then.AddDays(1);

    private static readonly DeliveryRecord Booking = new()
    {
        PendingCall = CourierCall.Book,
        DueAt = Then,
        Attempts = 3,
        Delivery = new Delivery { Id = Guid.NewGuid(), OrderId = Guid.NewGuid(), Address = "1 Main St", Courier = "local", Status = DeliveryStatus.Scheduled, CreatedAt = Then, UpdatedAt = Then },
    };

    [Fact]
    public void TryMove_every_step_has_an_event()
    {
        var statuses = Enum.GetValues<DeliveryStatus>();
        var steps = (from status in statuses from next in statuses from isDispatched in (bool[])[false, true] select (status, next, isDispatched)).ToArray();
        foreach (var (from, to, isDispatched) in steps)
        {
            if (DeliveryRules.TryMove(from, to, isDispatched, out _))
            {
                EventTypes.All.ShouldContain(DeliveryRules.EventOf(to), $"{from} to {to}");
            }
        }

        steps.Count(static step => DeliveryRules.TryMove(step.status, step.next, step.isDispatched, out var trigger) && trigger is null).ShouldBe(7);
    }

    [Theory]
    [InlineData(DeliveryStatus.Cancelled)]
    [InlineData(DeliveryStatus.Failed)]
    public void CallOff_scheduled_owes_the_courier_a_cancellation_now(DeliveryStatus status)
    {
        var next = DeliveryRules.CallOff(Booking, status, new Moment(Now, Now));

        (next.PendingCall, next.DueAt, next.Attempts).ShouldBe((CourierCall.Cancel, Now, 0));
        (next.Delivery.Status, next.Delivery.UpdatedAt, next.Delivery.CreatedAt).ShouldBe((status, Now, Then));
    }

    [Theory]
    [InlineData(DeliveryStatus.Dispatched)]
    [InlineData(DeliveryStatus.InTransit)]
    public void Move_on_its_way_keeps_the_pending_booking(DeliveryStatus status)
    {
        var next = DeliveryRules.Move(Booking, status, new Moment(Now, Now));

        (next.PendingCall, next.DueAt, next.Attempts).ShouldBe((CourierCall.Book, Then, 3));
        (next.Delivery.Status, next.Delivery.UpdatedAt).ShouldBe((status, Now));
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered)]
    [InlineData(DeliveryStatus.Failed)]
    [InlineData(DeliveryStatus.Returned)]
    [InlineData(DeliveryStatus.Lost)]
    public void Move_over_before_any_booking_was_sent_owes_the_courier_nothing(DeliveryStatus status)
    {
        var next = DeliveryRules.Move(Booking, status, new Moment(Now, Now));

        (next.PendingCall, next.DueAt, next.Delivery.Status).ShouldBe((null, null, status));
    }

    [Theory]
    [InlineData(DeliveryStatus.Delivered, null)]
    [InlineData(DeliveryStatus.Lost, null)]
    [InlineData(DeliveryStatus.Failed, CourierCall.Cancel)]
    [InlineData(DeliveryStatus.Returned, CourierCall.Cancel)]
    public void Move_over_with_a_booking_of_unknown_outcome_owes_a_cancellation_unless_the_goods_arrived(DeliveryStatus status, CourierCall? owed)
    {
        var next = DeliveryRules.Move(Booking with { BookingUntil = Now.AddMinutes(5) }, status, new Moment(Now, Now));

        (next.PendingCall, next.DueAt, next.BookingUntil).ShouldBe((owed, owed is null ? null : Now, Now.AddMinutes(5)));
    }

    [Theory]
    [InlineData(DeliveryStatus.InTransit)]
    [InlineData(DeliveryStatus.Delivered)]
    public void Move_failed_with_a_pending_cancellation_then_tried_again_owes_the_courier_nothing(DeliveryStatus status)
    {
        var failed = DeliveryRules.Move(Booking with { BookingUntil = Now.AddMinutes(5) }, DeliveryStatus.Failed, new Moment(Now, Now));

        var again = DeliveryRules.Move(failed, status, new Moment(Now, Now));

        (again.PendingCall, again.DueAt, again.Delivery.Status).ShouldBe((null, null, status));
    }

    [Fact]
    public void Move_failed_with_a_pending_cancellation_then_returned_keeps_it()
    {
        var failed = DeliveryRules.Move(Booking with { BookingUntil = Now.AddMinutes(5) }, DeliveryStatus.Failed, new Moment(Now, Now));

        DeliveryRules.Move(failed, DeliveryStatus.Returned, new Moment(Now, Now)).PendingCall.ShouldBe(CourierCall.Cancel);
    }

    [Fact]
    public void CallOff_while_a_booking_is_under_way_waits_for_the_end_of_its_lease()
    {
        var booking = Booking with { LeaseHolder = Guid.NewGuid(), DueAt = Now.AddSeconds(20), Fence = 4 };

        var next = DeliveryRules.CallOff(booking, DeliveryStatus.Cancelled, new Moment(Now, Now));

        (next.PendingCall, next.DueAt, next.LeaseHolder, next.Fence).ShouldBe((CourierCall.Cancel, booking.DueAt, booking.LeaseHolder, 4));
    }

    [Theory]
    [InlineData(DeliveryStatus.Scheduled, DeliveryStatus.Dispatched, nameof(OrderTrigger.Dispatch))]
    [InlineData(DeliveryStatus.Scheduled, DeliveryStatus.Cancelled, nameof(OrderTrigger.Unschedule))]
    [InlineData(DeliveryStatus.Scheduled, DeliveryStatus.Failed, nameof(OrderTrigger.Unschedule))]
    [InlineData(DeliveryStatus.Dispatched, DeliveryStatus.Delivered, nameof(OrderTrigger.Deliver))]
    [InlineData(DeliveryStatus.InTransit, DeliveryStatus.Delivered, nameof(OrderTrigger.Deliver))]
    [InlineData(DeliveryStatus.Dispatched, DeliveryStatus.Returned, nameof(OrderTrigger.Return))]
    [InlineData(DeliveryStatus.InTransit, DeliveryStatus.Returned, nameof(OrderTrigger.Return))]
    public void TryMove_with_the_order_says_what_happens_to_it(DeliveryStatus from, DeliveryStatus to, string expected)
    {
        DeliveryRules.TryMove(from, to, isDispatched: true, out var trigger).ShouldBeTrue();
        trigger.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData(DeliveryStatus.Dispatched, DeliveryStatus.InTransit)]
    [InlineData(DeliveryStatus.Dispatched, DeliveryStatus.Failed)]
    [InlineData(DeliveryStatus.InTransit, DeliveryStatus.Failed)]
    public void TryMove_of_the_delivery_alone_leaves_the_order(DeliveryStatus from, DeliveryStatus to)
    {
        DeliveryRules.TryMove(from, to, isDispatched: true, out var trigger).ShouldBeTrue();
        trigger.ShouldBeNull();
    }
}
