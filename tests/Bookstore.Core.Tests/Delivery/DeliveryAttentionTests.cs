using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>Deliveries that need a person: how they are found, and how a person settles them.</summary>
public sealed class DeliveryAttentionTests : IAsyncLifetime, IDisposable
{
    private readonly HeldCourier _courier = new() { LateBookingWindow = TimeSpan.Zero };
    private readonly RecordingLogs _logs = new();
    private CourierHosts _hosts = null!;
    private CourierBooking _booking = null!;

    [Fact]
    public async Task Booking_refused_for_good_fails_the_delivery_and_is_found_by_a_person()
    {
        var id = await RefusedAsync();

        _hosts.Shop.Time.Advance(TimeSpan.FromDays(1));
        await _booking.RunOnceAsync();

        _courier.Calls.ShouldBe(["book"]);
        var delivery = (await ListAsync()).ShouldHaveSingleItem();
        (delivery.Id, delivery.Status, delivery.Attention!.Reason, delivery.Attention.Code).ShouldBe((id, DeliveryStatus.Failed, DeliveryAttentionReason.BookingRefused, "not_served"));
        _logs.Entries.Count(static entry => entry.Id == 4002 && entry.Level == LogLevel.Critical).ShouldBe(1);
        _logs.Texts.ShouldContain(text => text.Contains(id.ToString(), StringComparison.Ordinal) && text.Contains(delivery.OrderId.ToString(), StringComparison.Ordinal));
        (await _hosts.Shop.OrderAsync(delivery.OrderId)).DeliveryId.ShouldBeNull();
    }

    [Fact]
    public async Task Booking_refused_with_a_long_code_keeps_no_half_of_a_pair()
    {
        await _hosts.ScheduleAsync("bike");
        await RoundAsync(BookingResult.Refused(new string('x', 99) + "\ud83d\ude00"));

        (await ListAsync()).ShouldHaveSingleItem().Attention!.Code.ShouldBe(new string('x', 99));
    }

    [Fact]
    public async Task Cancellation_refused_for_good_ends_and_is_found_by_a_person()
    {
        var id = await CancelRefusedAsync();

        _hosts.Shop.Time.Advance(TimeSpan.FromDays(1));
        await _booking.RunOnceAsync();

        _courier.Calls.ShouldBe(["cancel"]);
        var delivery = (await ListAsync()).ShouldHaveSingleItem();
        (delivery.Id, delivery.Attention!.Reason, delivery.Attention.Code).ShouldBe((id, DeliveryAttentionReason.CancellationRefused, "collected"));
        _logs.Entries.Count(static entry => entry.Id == 4003 && entry.Level == LogLevel.Critical).ShouldBe(1);
    }

    [Fact]
    public async Task Booking_unknown_for_long_is_found_by_a_person_and_tried_on()
    {
        var id = await _hosts.ScheduleAsync("bike");
        await FailAsync(9);
        (await ListAsync()).ShouldBeEmpty();
        await FailAsync(1);
        (await ListAsync()).ShouldHaveSingleItem().Attention!.Reason.ShouldBe(DeliveryAttentionReason.OutcomeUnknown);

        await RoundAsync(BookingResult.Booked("T-1"));

        (await ListAsync()).ShouldBeEmpty();
        (await _hosts.FindAsync(id)).Delivery.TrackingNumber.ShouldBe("T-1");
    }

    [Fact]
    public async Task ResolveAsync_delivery_that_changed_since_it_was_read_is_left_as_it_is()
    {
        var id = await RefusedAsync();
        var request = new ResolveDeliveryRequest { DeliveryId = id, Resolution = DeliveryResolution.Retry };
        var version = (await _hosts.FindAsync(id)).Delivery.Version;

        var stale = await _hosts.Shop.Deliveries.ResolveAsync(request with { ExpectedVersion = ExpectedVersion.NoneOf([version]) });
        var current = await _hosts.Shop.Deliveries.ResolveAsync(request with { ExpectedVersion = ExpectedVersion.Of(version) });

        (stale.Outcome, stale.Delivery!.Version).ShouldBe((ResolveDeliveryOutcome.PreconditionFailed, version));
        current.Outcome.ShouldBe(ResolveDeliveryOutcome.Resolved);
    }

    [Fact]
    public async Task ResolveAsync_retry_books_a_refused_delivery_again()
    {
        var id = await RefusedAsync();

        (await ResolveAsync(id, DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.Resolved);
        (await ResolveAsync(id, DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.NothingToResolve);
        await RoundAsync(BookingResult.Booked("T-1"));

        var delivery = (await _hosts.FindAsync(id)).Delivery;
        (delivery.Status, delivery.TrackingNumber, delivery.Attention).ShouldBe((DeliveryStatus.Scheduled, "T-1", null));
        (await _hosts.Shop.OrderAsync(delivery.OrderId)).DeliveryId.ShouldBe(id);
        await _hosts.MoveAsync(id, DeliveryStatus.Dispatched);
        await _hosts.Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ResolveAsync_done_keeps_the_reference_and_calls_nobody()
    {
        var id = await RefusedAsync();

        await Should.ThrowAsync<ArgumentException>(() => ResolveAsync(id, DeliveryResolution.Done));
        (await ResolveAsync(id, DeliveryResolution.Done, "by phone 17")).ShouldBe(ResolveDeliveryOutcome.Resolved);
        _hosts.Shop.Time.Advance(TimeSpan.FromDays(1));
        await _booking.RunOnceAsync();

        var delivery = (await _hosts.FindAsync(id)).Delivery;
        (delivery.Status, delivery.TrackingNumber, delivery.Attention).ShouldBe((DeliveryStatus.Scheduled, "by phone 17", null));
        _courier.Calls.ShouldBe(["book"]);
        await _hosts.Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ResolveAsync_order_has_another_delivery_is_not_deliverable_but_can_be_given_up()
    {
        var id = await RefusedAsync();
        await _hosts.Shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = (await _hosts.FindAsync(id)).Delivery.OrderId, Address = "elsewhere" });

        (await ResolveAsync(id, DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.NotDeliverable);
        (await ResolveAsync(id, DeliveryResolution.Done, "T-1")).ShouldBe(ResolveDeliveryOutcome.NotDeliverable);
        (await ListAsync()).ShouldHaveSingleItem();
        (await ResolveAsync(id, DeliveryResolution.GiveUp)).ShouldBe(ResolveDeliveryOutcome.Resolved);

        (await ListAsync()).ShouldBeEmpty();
        (await _hosts.FindAsync(id)).Delivery.Status.ShouldBe(DeliveryStatus.Failed);
    }

    [Theory]
    [InlineData(DeliveryResolution.Retry, 2)]
    [InlineData(DeliveryResolution.Done, 1)]
    [InlineData(DeliveryResolution.GiveUp, 1)]
    public async Task ResolveAsync_refused_cancellation_is_settled(DeliveryResolution resolution, int calls)
    {
        var id = await CancelRefusedAsync();

        (await ResolveAsync(id, resolution)).ShouldBe(ResolveDeliveryOutcome.Resolved);
        await _booking.RunOnceAsync();

        _courier.Calls.Count.ShouldBe(calls);
        (await _hosts.FindAsync(id)).PendingCall.ShouldBeNull();
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ResolveAsync_give_up_a_booking_of_unknown_outcome_fails_the_delivery_and_cancels()
    {
        var id = await _hosts.ScheduleAsync("bike");
        await FailAsync(10);

        (await ResolveAsync(id, DeliveryResolution.GiveUp)).ShouldBe(ResolveDeliveryOutcome.Resolved);
        await _booking.RunOnceAsync();

        _courier.Calls[^1].ShouldBe("cancel");
        var delivery = (await _hosts.FindAsync(id)).Delivery;
        (delivery.Status, delivery.Attention).ShouldBe((DeliveryStatus.Failed, null));
        (await _hosts.Shop.OrderAsync(delivery.OrderId)).DeliveryId.ShouldBeNull();
    }

    [Fact]
    public async Task ResolveAsync_while_a_call_is_under_way_waits_for_its_answer()
    {
        var id = await _hosts.ScheduleAsync("bike");
        await FailAsync(10);
        _hosts.Shop.Time.Advance(TimeSpan.FromHours(2));
        var round = _booking.RunOnceAsync();
        var booking = await _courier.NextBookingAsync();

        (await ResolveAsync(id, DeliveryResolution.Done, "by phone 17")).ShouldBe(ResolveDeliveryOutcome.CallInFlight);
        (await ResolveAsync(id, DeliveryResolution.GiveUp)).ShouldBe(ResolveDeliveryOutcome.CallInFlight);
        booking.SetResult(BookingResult.Booked("T-1"));
        await round;

        (await ResolveAsync(id, DeliveryResolution.Done, "by phone 17")).ShouldBe(ResolveDeliveryOutcome.NothingToResolve);
        (await _hosts.FindAsync(id)).Delivery.TrackingNumber.ShouldBe("T-1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ResolveAsync_retry_during_a_call_sets_the_pauses_back(bool isCancellation)
    {
        var id = await _hosts.ScheduleAsync("bike");
        await FailAsync(10);
        if (isCancellation)
        {
            await CancelWithoutAnswerAsync(id);
        }

        await DuringACallAsync(isCancellation, async () => (await ResolveAsync(id, DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.Resolved));

        var record = await _hosts.FindAsync(id);
        (record.Attempts, record.DueAt - _hosts.Shop.Time.GetUtcNow()).ShouldBe((1, TimeSpan.FromSeconds(1)));
        record.Delivery.Attention.ShouldBeNull();
    }

    [Fact]
    public async Task ResolveAsync_the_same_key_again_returns_the_first_result()
    {
        var id = await RefusedAsync();
        var request = new ResolveDeliveryRequest
        {
            DeliveryId = id,
            Resolution = DeliveryResolution.Done,
            Reference = "by phone 17",
            Attention = DeliveryAttentionReason.BookingRefused,
            IdempotencyKey = new IdempotencyKey("till", "k-1"),
        };

        (await _hosts.Shop.Deliveries.ResolveAsync(request with { Attention = DeliveryAttentionReason.OutcomeUnknown })).Outcome.ShouldBe(ResolveDeliveryOutcome.NothingToResolve);
        var first = await _hosts.Shop.Deliveries.ResolveAsync(request);
        var again = await _hosts.Shop.Deliveries.ResolveAsync(request);
        var other = await _hosts.Shop.Deliveries.ResolveAsync(request with { Reference = "by phone 18" });

        (first.Outcome, first.Replayed).ShouldBe((ResolveDeliveryOutcome.Resolved, false));
        (again.Outcome, again.Replayed).ShouldBe((ResolveDeliveryOutcome.Resolved, true));
        other.Outcome.ShouldBe(ResolveDeliveryOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task ResolveAsync_done_is_judged_by_the_delivery_as_it_is_decided_on()
    {
        var id = await _hosts.ScheduleAsync("bike");
        await FailAsync(10);
        _courier.Cancellations.Enqueue(static () => CancelBookingResult.Refused("collected"));
        _hosts.ReadsOfShop.AfterFindDelivery(async () =>
        {
            await _hosts.MoveAsync(id, DeliveryStatus.Cancelled);
            await _booking.RunOnceAsync();
        });

        (await ResolveAsync(id, DeliveryResolution.Done)).ShouldBe(ResolveDeliveryOutcome.Resolved);

        (await _hosts.FindAsync(id)).Delivery.Attention.ShouldBeNull();
        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task ResolveAsync_done_without_a_reference_changes_nothing()
    {
        var id = await RefusedAsync();
        var before = await _hosts.FindAsync(id);
        var request = new ResolveDeliveryRequest { DeliveryId = id, Resolution = DeliveryResolution.Done, IdempotencyKey = new IdempotencyKey("till", "k-1") };

        (await Should.ThrowAsync<ArgumentException>(() => _hosts.Shop.Deliveries.ResolveAsync(request))).Message.ShouldContain("Reference");

        (await _hosts.FindAsync(id)).ShouldBeSameAs(before);
        (await _hosts.Shop.Deliveries.ResolveAsync(request with { Reference = "by phone 17" })).ShouldSatisfyAllConditions(
            static done => done.Outcome.ShouldBe(ResolveDeliveryOutcome.Resolved), static done => done.Replayed.ShouldBeFalse());
    }

    [Fact]
    public async Task ResolveAsync_nothing_to_resolve_says_so()
    {
        var id = await _hosts.ScheduleAsync("bike");

        (await ResolveAsync(id, DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.NothingToResolve);
        (await ResolveAsync(Guid.NewGuid(), DeliveryResolution.Retry)).ShouldBe(ResolveDeliveryOutcome.DeliveryNotFound);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => ResolveAsync(id, (DeliveryResolution)99));
    }

    public async Task InitializeAsync()
    {
        _hosts = await CourierHosts.StartAsync(_courier);
        _booking = (await _hosts.AddAsync(_logs, _courier)).GetRequiredService<CourierBooking>();
    }

    public async Task DisposeAsync() => await _hosts.DisposeAsync();

    public void Dispose() => _logs.Dispose();

    private async Task<Guid> RefusedAsync()
    {
        var id = await _hosts.ScheduleAsync("bike");
        await RoundAsync(BookingResult.Refused("not_served"));
        return id;
    }

    private async Task<Guid> CancelRefusedAsync()
    {
        var id = await _hosts.ScheduleAsync("bike");
        await _hosts.MoveAsync(id, DeliveryStatus.Cancelled);
        _courier.Cancellations.Enqueue(static () => CancelBookingResult.Refused("collected"));
        await _booking.RunOnceAsync();
        return id;
    }

    // Ten cancellations without an answer, after which a person is needed.
    private async Task CancelWithoutAnswerAsync(Guid id)
    {
        await _hosts.MoveAsync(id, DeliveryStatus.Cancelled);
        for (var i = 0; i < 10; i++)
        {
            _courier.Cancellations.Enqueue(static () => CancelBookingResult.Unknown);
            _hosts.Shop.Time.Advance(TimeSpan.FromHours(2));
            await _booking.RunOnceAsync();
        }
    }

    // A call that the courier does not answer, and what happens meanwhile.
    private async Task DuringACallAsync(bool isCancellation, Func<Task> happens)
    {
        _hosts.Shop.Time.Advance(TimeSpan.FromHours(2));
        _courier.Cancellations.Enqueue(() =>
        {
            happens().GetAwaiter().GetResult();
            return CancelBookingResult.Unknown;
        });
        var round = _booking.RunOnceAsync();
        if (!isCancellation)
        {
            var booking = await _courier.NextBookingAsync();
            await happens();
            booking.SetResult(BookingResult.Unknown);
        }

        await round;
    }

    private async Task RoundAsync(BookingResult result)
    {
        _hosts.Shop.Time.Advance(TimeSpan.FromHours(2));
        var round = _booking.RunOnceAsync();
        (await _courier.NextBookingAsync()).SetResult(result);
        await round;
    }

    private async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await RoundAsync(BookingResult.Unknown);
        }
    }

    private async Task<IReadOnlyList<Delivery>> ListAsync() => (await _hosts.Shop.Deliveries.ListAsync(new DeliveryQuery { Attention = true })).Items;

    private async Task<ResolveDeliveryOutcome> ResolveAsync(Guid id, DeliveryResolution resolution, string? reference = null) =>
        (await _hosts.Shop.Deliveries.ResolveAsync(new ResolveDeliveryRequest { DeliveryId = id, Resolution = resolution, Reference = reference })).Outcome;
}
