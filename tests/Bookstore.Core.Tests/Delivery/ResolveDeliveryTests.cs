using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>A person settles deliveries that need one.</summary>
public sealed class ResolveDeliveryTests : IAsyncLifetime
{
    private AttentionShop _shop = null!;

    [Fact]
    public async Task ResolveAsync_delivery_that_changed_since_it_was_read_is_left_as_it_is()
    {
        var id = await _shop.RefusedAsync();
        var request = new ResolveDeliveryRequest { DeliveryId = id, Resolution = DeliveryResolution.Retry };
        var version = (await _shop.Hosts.FindAsync(id)).Delivery.Version;

        var stale = await _shop.Hosts.Shop.Deliveries.ResolveAsync(request with { ExpectedVersion = ExpectedVersion.NoneOf([version]) });
        var current = await _shop.Hosts.Shop.Deliveries.ResolveAsync(request with { ExpectedVersion = ExpectedVersion.Of(version) });

        (stale.Outcome, stale.Delivery!.Version).ShouldBe((ResolveDeliveryOutcome.PreconditionFailed, version));
        current.Outcome.ShouldBe(ResolveDeliveryOutcome.Resolved);
    }

    [Fact]
    public async Task ResolveAsync_retry_books_a_refused_delivery_again()
    {
        var id = await _shop.RefusedAsync();

        (await _shop.ResolveAsync(id, DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.Resolved);
        (await _shop.ResolveAsync(id, DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.NothingToResolve);
        await _shop.RoundAsync(BookingResult.Booked("T-1"));

        var delivery = (await _shop.Hosts.FindAsync(id)).Delivery;
        (delivery.Status, delivery.TrackingNumber, delivery.Attention).ShouldBe((DeliveryStatus.Scheduled, "T-1", null));
        (await _shop.Hosts.Shop.OrderAsync(delivery.OrderId)).DeliveryId.ShouldBe(id);
        await _shop.Hosts.MoveAsync(id, DeliveryStatus.Dispatched);
        await _shop.Hosts.Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ResolveAsync_done_keeps_the_reference_and_makes_no_call()
    {
        var id = await _shop.RefusedAsync();

        await Should.ThrowAsync<ArgumentException>(() => _shop.ResolveAsync(id, DeliveryResolution.Done));
        (await _shop.ResolveAsync(id, DeliveryResolution.Done, "by phone 17")).ShouldBe(ResolveDeliveryOutcome.Resolved);
        _shop.Hosts.Shop.Time.Advance(TimeSpan.FromDays(1));
        await _shop.Booking.RunOnceAsync();

        var delivery = (await _shop.Hosts.FindAsync(id)).Delivery;
        (delivery.Status, delivery.TrackingNumber, delivery.Attention).ShouldBe((DeliveryStatus.Scheduled, "by phone 17", null));
        _shop.Courier.Calls.ShouldBe(["book"]);
        await _shop.Hosts.Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ResolveAsync_order_has_another_delivery_is_not_deliverable_but_can_be_given_up()
    {
        var id = await _shop.RefusedAsync();
        await _shop.Hosts.Shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = (await _shop.Hosts.FindAsync(id)).Delivery.OrderId, Address = "elsewhere" });

        (await _shop.ResolveAsync(id, DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.NotDeliverable);
        (await _shop.ResolveAsync(id, DeliveryResolution.Done, "T-1")).ShouldBe(ResolveDeliveryOutcome.NotDeliverable);
        (await _shop.ListAsync()).ShouldHaveSingleItem();
        (await _shop.ResolveAsync(id, DeliveryResolution.GiveUp)).ShouldBe(ResolveDeliveryOutcome.Resolved);

        (await _shop.ListAsync()).ShouldBeEmpty();
        (await _shop.Hosts.FindAsync(id)).Delivery.Status.ShouldBe(DeliveryStatus.Failed);
    }

    [Theory]
    [InlineData(DeliveryResolution.Retry, 2)]
    [InlineData(DeliveryResolution.Done, 1)]
    [InlineData(DeliveryResolution.GiveUp, 1)]
    public async Task ResolveAsync_refused_cancellation_is_settled(DeliveryResolution resolution, int calls)
    {
        var id = await _shop.CancelRefusedAsync();

        (await _shop.ResolveAsync(id, resolution)).ShouldBe(ResolveDeliveryOutcome.Resolved);
        await _shop.Booking.RunOnceAsync();

        _shop.Courier.Calls.Count.ShouldBe(calls);
        (await _shop.Hosts.FindAsync(id)).PendingCall.ShouldBeNull();
        (await _shop.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ResolveAsync_give_up_a_booking_of_unknown_outcome_fails_the_delivery_and_cancels()
    {
        var id = await _shop.Hosts.ScheduleAsync("bike");
        await _shop.FailAsync(10);

        (await _shop.ResolveAsync(id, DeliveryResolution.GiveUp)).ShouldBe(ResolveDeliveryOutcome.Resolved);
        await _shop.Booking.RunOnceAsync();

        _shop.Courier.Calls[^1].ShouldBe("cancel");
        var delivery = (await _shop.Hosts.FindAsync(id)).Delivery;
        (delivery.Status, delivery.Attention).ShouldBe((DeliveryStatus.Failed, null));
        (await _shop.Hosts.Shop.OrderAsync(delivery.OrderId)).DeliveryId.ShouldBeNull();
    }

    [Fact]
    public async Task ResolveAsync_while_a_call_is_under_way_waits_for_its_answer()
    {
        var id = await _shop.Hosts.ScheduleAsync("bike");
        await _shop.FailAsync(10);
        _shop.Hosts.Shop.Time.Advance(TimeSpan.FromHours(2));
        var round = _shop.Booking.RunOnceAsync();
        var booking = await _shop.Courier.NextBookingAsync();

        (await _shop.ResolveAsync(id, DeliveryResolution.Done, "by phone 17")).ShouldBe(ResolveDeliveryOutcome.CallInFlight);
        (await _shop.ResolveAsync(id, DeliveryResolution.GiveUp)).ShouldBe(ResolveDeliveryOutcome.CallInFlight);
        booking.SetResult(BookingResult.Booked("T-1"));
        await round;

        (await _shop.ResolveAsync(id, DeliveryResolution.Done, "by phone 17")).ShouldBe(ResolveDeliveryOutcome.NothingToResolve);
        (await _shop.Hosts.FindAsync(id)).Delivery.TrackingNumber.ShouldBe("T-1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ResolveAsync_retry_during_a_call_resets_the_back_off(bool isCancellation)
    {
        var id = await _shop.Hosts.ScheduleAsync("bike");
        await _shop.FailAsync(10);
        if (isCancellation)
        {
            await CancelWithoutAnswerAsync(id);
        }

        await DuringACallAsync(isCancellation, async () => (await _shop.ResolveAsync(id, DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.Resolved));

        var record = await _shop.Hosts.FindAsync(id);
        (record.Attempts, record.DueAt - _shop.Hosts.Shop.Time.GetUtcNow()).ShouldBe((1, TimeSpan.FromSeconds(1)));
        record.Delivery.Attention.ShouldBeNull();
    }

    [Fact]
    public async Task ResolveAsync_the_same_key_again_returns_the_first_result()
    {
        var id = await _shop.RefusedAsync();
        var request = new ResolveDeliveryRequest
        {
            DeliveryId = id,
            Resolution = DeliveryResolution.Done,
            Reference = "by phone 17",
            Attention = DeliveryAttentionReason.BookingRefused,
            IdempotencyKey = new IdempotencyKey("till", "k-1"),
        };

        (await _shop.Hosts.Shop.Deliveries.ResolveAsync(request with { Attention = DeliveryAttentionReason.OutcomeUnknown })).Outcome.ShouldBe(ResolveDeliveryOutcome.NothingToResolve);
        var first = await _shop.Hosts.Shop.Deliveries.ResolveAsync(request);
        var again = await _shop.Hosts.Shop.Deliveries.ResolveAsync(request);
        var other = await _shop.Hosts.Shop.Deliveries.ResolveAsync(request with { Reference = "by phone 18" });

        (first.Outcome, first.Replayed).ShouldBe((ResolveDeliveryOutcome.Resolved, false));
        (again.Outcome, again.Replayed).ShouldBe((ResolveDeliveryOutcome.Resolved, true));
        other.Outcome.ShouldBe(ResolveDeliveryOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task ResolveAsync_done_is_judged_by_the_delivery_as_it_is_decided_on()
    {
        var id = await _shop.Hosts.ScheduleAsync("bike");
        await _shop.FailAsync(10);
        _shop.Courier.Cancellations.Enqueue(static () => CancelBookingResult.Refused("collected"));
        _shop.Hosts.ReadsOfShop.AfterFindDelivery(async () =>
        {
            await _shop.Hosts.MoveAsync(id, DeliveryStatus.Cancelled);
            await _shop.Booking.RunOnceAsync();
        });

        (await _shop.ResolveAsync(id, DeliveryResolution.Done)).ShouldBe(ResolveDeliveryOutcome.Resolved);

        (await _shop.Hosts.FindAsync(id)).Delivery.Attention.ShouldBeNull();
        (await _shop.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ResolveAsync_done_without_a_reference_changes_nothing()
    {
        var id = await _shop.RefusedAsync();
        var before = await _shop.Hosts.FindAsync(id);
        var request = new ResolveDeliveryRequest { DeliveryId = id, Resolution = DeliveryResolution.Done, IdempotencyKey = new IdempotencyKey("till", "k-1") };

        (await Should.ThrowAsync<ArgumentException>(() => _shop.Hosts.Shop.Deliveries.ResolveAsync(request))).Message.ShouldContain("Reference");

        (await _shop.Hosts.FindAsync(id)).ShouldBeSameAs(before);
        (await _shop.Hosts.Shop.Deliveries.ResolveAsync(request with { Reference = "by phone 17" })).ShouldSatisfyAllConditions(
            static done => done.Outcome.ShouldBe(ResolveDeliveryOutcome.Resolved), static done => done.Replayed.ShouldBeFalse());
    }

    [Fact]
    public async Task ResolveAsync_nothing_to_resolve_says_so()
    {
        var id = await _shop.Hosts.ScheduleAsync("bike");

        (await _shop.ResolveAsync(id, DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.NothingToResolve);
        (await _shop.ResolveAsync(Guid.NewGuid(), DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.DeliveryNotFound);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => _shop.ResolveAsync(id, (DeliveryResolution)99));
    }

    public async Task InitializeAsync() => _shop = await AttentionShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    // Ten cancellations without an answer, after which a person is needed.
    private async Task CancelWithoutAnswerAsync(Guid id)
    {
        await _shop.Hosts.MoveAsync(id, DeliveryStatus.Cancelled);
        for (var i = 0; i < 10; i++)
        {
            _shop.Courier.Cancellations.Enqueue(static () => CancelBookingResult.Unknown);
            _shop.Hosts.Shop.Time.Advance(TimeSpan.FromHours(2));
            await _shop.Booking.RunOnceAsync();
        }
    }

    // A call that the courier does not answer, and what happens meanwhile.
    private async Task DuringACallAsync(bool isCancellation, Func<Task> happens)
    {
        _shop.Hosts.Shop.Time.Advance(TimeSpan.FromHours(2));
        _shop.Courier.Cancellations.Enqueue(() =>
        {
            happens().GetAwaiter().GetResult();
            return CancelBookingResult.Unknown;
        });
        var round = _shop.Booking.RunOnceAsync();
        if (!isCancellation)
        {
            var booking = await _shop.Courier.NextBookingAsync();
            await happens();
            booking.SetResult(BookingResult.Unknown);
        }

        await round;
    }
}
