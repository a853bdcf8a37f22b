using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Refunds;

public sealed class RefundServiceTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Parts_are_given_back_one_by_one_until_nothing_is_left()
    {
        var order = await CapturedAsync();
        (order.Captured, order.Refunded, order.Refundable).ShouldBe((order.Total, order.Total * 0, order.Total));

        var first = await CreateAsync(order.Id, 10m);
        (first.Outcome, first.Refund!.Status, first.Refundable!.Value.Amount).ShouldBe((CreateRefundOutcome.Created, RefundStatus.Pending, 79.99m));
        var pending = await _shop.OrderAsync(order.Id);
        (pending.PaymentStatus, pending.RefundPending.Amount, pending.Refunded.Amount).ShouldBe((PaymentStatus.Captured, 10m, 0m));
        await _shop.Settlement.RunOnceAsync();

        var partly = await _shop.OrderAsync(order.Id);
        (partly.PaymentStatus, partly.RefundPending.Amount, partly.Refunded.Amount, partly.Refundable.Amount).ShouldBe((PaymentStatus.PartiallyRefunded, 0m, 10m, 79.99m));
        (await _shop.PaymentAsync(order.Id)).ShouldNotBeNull().Refunded.ShouldBe(partly.Refunded);
        (await _shop.Refunds.FindAsync(first.Refund.Id))!.Status.ShouldBe(RefundStatus.Succeeded);
        await _shop.ShouldHoldAsync();

        (await CreateAsync(order.Id, null)).Refund!.Amount.Amount.ShouldBe(79.99m);
        await _shop.Settlement.RunOnceAsync();
        var all = await _shop.OrderAsync(order.Id);
        (all.PaymentStatus, all.Refundable.Amount).ShouldBe((PaymentStatus.Refunded, 0m));
        (await _shop.Refunds.ListAsync(order.Id)).Select(static refund => refund.Amount.Amount).ShouldBe([10m, 79.99m]);
        (await CreateAsync(order.Id, 0.01m)).Outcome.ShouldBe(CreateRefundOutcome.ExceedsCaptured);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task What_is_pending_counts_as_given_back()
    {
        var order = await CapturedAsync();
        await CreateAsync(order.Id, 50m);

        (await CreateAsync(order.Id, 40m)).Outcome.ShouldBe(CreateRefundOutcome.ExceedsCaptured);
        (await CreateAsync(order.Id, 39.99m)).Outcome.ShouldBe(CreateRefundOutcome.Created);
        (await _shop.OrderAsync(order.Id)).Refundable.Amount.ShouldBe(0m);
    }

    [Fact]
    public async Task A_lost_answer_stays_pending_and_the_money_goes_back_once()
    {
        var order = await CapturedAsync();
        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.LoseAnswer);
        var refund = (await CreateAsync(order.Id, 10m)).Refund!;
        await _shop.Settlement.RunOnceAsync();
        (await _shop.Refunds.FindAsync(refund.Id))!.Status.ShouldBe(RefundStatus.Pending);

        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        await _shop.Settlement.RunOnceAsync();

        (await _shop.Refunds.FindAsync(refund.Id))!.Status.ShouldBe(RefundStatus.Succeeded);
        (await _shop.PaymentAsync(order.Id))!.Refunded!.Value.Amount.ShouldBe(10m);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task One_that_is_refused_needs_a_person_and_frees_its_amount()
    {
        var order = await CapturedAsync();
        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        var refund = (await CreateAsync(order.Id, 10m)).Refund!;
        await _shop.Settlement.RunOnceAsync();

        var failed = (await _shop.Refunds.FindAsync(refund.Id))!;
        (failed.Status, failed.FailureCode, failed.Attention!.Reason).ShouldBe((RefundStatus.Failed, "refused_by_plan", AttentionReason.RefundRefused));
        var needing = await _shop.OrderAsync(order.Id);
        (needing.PaymentStatus, needing.Attention!.Reason, needing.Refundable).ShouldBe((PaymentStatus.RefundFailed, AttentionReason.RefundRefused, order.Total));

        (await _shop.Refunds.RetryAsync(refund.Id)).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);
        (await _shop.Refunds.RetryAsync(refund.Id)).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);
        (await _shop.OrderAsync(order.Id)).Attention.ShouldBeNull();
        await _shop.Settlement.RunOnceAsync();
        (await _shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.PartiallyRefunded);
        _shop.Gateway.Calls.Count(static call => call.Operation == GatewayOperation.Refund).ShouldBe(2);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_lost_answer_is_asked_for_under_the_same_key_and_a_refusal_is_tried_again_under_another()
    {
        var (lost, refused) = (new List<string>(), new List<string>());
        var order = await CapturedAsync();
        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.LoseAnswer);
        await CreateAsync(order.Id, 10m);
        Follow(lost);
        await _shop.Settlement.RunOnceAsync();
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        await _shop.Settlement.RunOnceAsync();

        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        var refund = (await CreateAsync(order.Id, 20m)).Refund!.Id;
        Follow(refused);
        await _shop.Settlement.RunOnceAsync();
        await _shop.Refunds.RetryAsync(refund);
        await _shop.Settlement.RunOnceAsync();

        (lost.Count, lost.Distinct().Count()).ShouldBe((2, 1));
        (refused.Count, refused.Distinct().Count()).ShouldBe((2, 2));

        void Follow(List<string> keys) => _shop.Gateway.OnRefund = (request, call) =>
        {
            keys.Add(request.Key);
            return call();
        };
    }

    [Fact]
    public async Task Goods_whose_money_is_on_its_way_back_do_not_leave()
    {
        var order = await CapturedAsync();
        var delivery = (await _shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Rue Lacépède" })).Delivery!.Id;
        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        var refund = (await CreateAsync(order.Id, null)).Refund!.Id;

        (await _shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured);

        await _shop.Settlement.RunOnceAsync();
        await _shop.Refunds.GiveUpAsync(refund, "the customer keeps it");
        (await _shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task One_that_is_refused_is_marked_as_done_or_given_up()
    {
        var (first, second) = (await CapturedAsync(), await CapturedAsync());
        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse, times: 2);
        var done = (await CreateAsync(first.Id, 10m)).Refund!.Id;
        var ended = (await CreateAsync(second.Id, 10m)).Refund!.Id;
        await _shop.Settlement.RunOnceAsync();

        (await _shop.Refunds.MarkDoneAsync(done, "SEPA 4711")).Refund!.Resolution!.Note.ShouldBe("SEPA 4711");
        (await _shop.Refunds.MarkDoneAsync(done, "SEPA 4711")).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);
        (await _shop.Refunds.MarkDoneAsync(done, "another")).Outcome.ShouldBe(ResolveRefundOutcome.NothingToResolve);
        (await _shop.Refunds.GiveUpAsync(ended, "the customer wants none")).Refund!.Status.ShouldBe(RefundStatus.Failed);

        (await _shop.OrderAsync(first.Id)).PaymentStatus.ShouldBe(PaymentStatus.PartiallyRefunded);
        var given = await _shop.OrderAsync(second.Id);
        (given.PaymentStatus, given.Attention).ShouldBe((PaymentStatus.RefundFailed, null));
        (await _shop.Refunds.RetryAsync(Guid.NewGuid())).Outcome.ShouldBe(ResolveRefundOutcome.RefundNotFound);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_said_before_the_state_of_its_order()
    {
        var authorized = (await _shop.PlaceAsync(TestShop.Odyssey)).Order!;

        (await CreateAsync(authorized.Id, 1.001m)).Outcome.ShouldBe(CreateRefundOutcome.InvalidAmount);
        var unknown = await _shop.Refunds.CreateAsync(Request(authorized.Id) with { Items = [new RefundItem(TestShop.Odyssey, 1), new RefundItem(TestShop.Martian, 1)] });
        (unknown.Outcome, unknown.Isbn, unknown.PaymentStatus).ShouldBe((CreateRefundOutcome.InvalidItems, TestShop.Martian, PaymentStatus.Authorized));
    }

    [Fact]
    public async Task A_refund_is_made_only_of_the_version_that_was_read()
    {
        var order = await CapturedAsync();
        var request = Request(order.Id) with { Amount = 1m, ExpectedVersion = ExpectedVersion.Of(order.Version), IdempotencyKey = new IdempotencyKey("till", "r-1") };

        (await _shop.Refunds.CreateAsync(request with { ExpectedVersion = ExpectedVersion.Of(1) })).Outcome.ShouldBe(CreateRefundOutcome.PreconditionFailed);
        (await _shop.Refunds.CreateAsync(request)).Outcome.ShouldBe(CreateRefundOutcome.Created);
        (await _shop.Refunds.CreateAsync(request)).Replayed.ShouldBeTrue();
        (await _shop.Refunds.CreateAsync(request with { IdempotencyKey = null })).Outcome.ShouldBe(CreateRefundOutcome.PreconditionFailed);
    }

    [Fact]
    public async Task The_refunds_of_an_order_are_listed_page_by_page()
    {
        var order = await CapturedAsync();
        for (var number = 0; number < 3; number++)
        {
            await CreateAsync(order.Id, 1m);
        }

        var first = await _shop.Refunds.ListAsync(order.Id, new PageRequest { Limit = 2 });
        var second = await _shop.Refunds.ListAsync(order.Id, new PageRequest { Limit = 2, After = first.Next });

        (first.Items.Count, second.Items.Count, second.Next).ShouldBe((2, 1, null));
        first.Items.Concat(second.Items).ShouldBe(await _shop.Refunds.ListAsync(order.Id));
        await Should.ThrowAsync<InvalidCursorException>(async () => await _shop.Refunds.ListAsync(Guid.CreateVersion7(), new PageRequest { After = first.Next }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await _shop.Refunds.ListAsync(order.Id, new PageRequest { Limit = 0 }));
    }

    [Fact]
    public async Task The_same_key_returns_the_first_refund_and_another_body_is_refused()
    {
        var order = await CapturedAsync();
        var request = Request(order.Id) with { Amount = 10m, IdempotencyKey = new IdempotencyKey("till", "r-1") };
        var first = await _shop.Refunds.CreateAsync(request);
        await _shop.Settlement.RunOnceAsync();

        var again = await _shop.Refunds.CreateAsync(request);
        (again.Outcome, again.Replayed, again.Refund!.Id, again.Refund.Status).ShouldBe((CreateRefundOutcome.Created, true, first.Refund!.Id, RefundStatus.Pending));
        (await _shop.Refunds.CreateAsync(request with { Amount = 11m })).Outcome.ShouldBe(CreateRefundOutcome.IdempotencyKeyReused);
        (await _shop.Refunds.ListAsync(order.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_key_of_a_refund_that_is_not_made_yet_or_needs_a_person_is_kept_beyond_its_time()
    {
        var order = await CapturedAsync();
        var request = Request(order.Id) with { Amount = 10m, IdempotencyKey = new IdempotencyKey("till", "r-1") };
        var first = await _shop.Refunds.CreateAsync(request);

        _shop.Time.Advance(TimeSpan.FromDays(3));
        await _shop.Housekeeping.RunOnceAsync();
        (await _shop.Refunds.CreateAsync(request)).Refund!.Id.ShouldBe(first.Refund!.Id);

        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        await _shop.Settlement.RunOnceAsync();
        _shop.Time.Advance(TimeSpan.FromDays(3));
        await _shop.Housekeeping.RunOnceAsync();
        (await _shop.Refunds.CreateAsync(request)).Replayed.ShouldBeTrue("a person may have it made still");

        await _shop.Refunds.GiveUpAsync(first.Refund.Id, "the customer agreed");
        _shop.Time.Advance(TimeSpan.FromDays(3));
        await _shop.Housekeeping.RunOnceAsync();
        (await _shop.Refunds.CreateAsync(request)).Replayed.ShouldBeFalse();
    }

    [Fact]
    public async Task What_cannot_be_refunded_is_refused_and_changes_nothing()
    {
        var authorized = (await _shop.PlaceAsync(TestShop.Martian)).Order!;
        (await CreateAsync(authorized.Id, 1m)).Outcome.ShouldBe(CreateRefundOutcome.NotRefundable);
        (await CreateAsync(Guid.NewGuid(), 1m)).Outcome.ShouldBe(CreateRefundOutcome.OrderNotFound);
        await _shop.Settlement.RunOnceAsync();

        (await CreateAsync(authorized.Id, 1.001m)).Outcome.ShouldBe(CreateRefundOutcome.InvalidAmount);
        await Should.ThrowAsync<ArgumentException>(() => CreateAsync(authorized.Id, 0m));
        await Should.ThrowAsync<ArgumentException>(() => CreateAsync(authorized.Id, -1m));
        await Should.ThrowAsync<ArgumentException>(() => _shop.Refunds.CreateAsync(Request(authorized.Id) with { Amount = 1m, Shipping = true }));
        (await _shop.Refunds.ListAsync(authorized.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelling_gives_back_what_a_refund_has_left()
    {
        var order = await CapturedAsync();
        await CreateAsync(order.Id, 10m);
        await _shop.Settlement.RunOnceAsync();

        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        await _shop.Settlement.RunOnceAsync();

        var cancelled = await _shop.OrderAsync(order.Id);
        (cancelled.Status, cancelled.PaymentStatus, cancelled.Refunded).ShouldBe((OrderStatus.Cancelled, PaymentStatus.Refunded, order.Total));
        (await _shop.Refunds.ListAsync(order.Id)).Select(static refund => (refund.Amount.Amount, refund.Reason)).ShouldBe([(10m, "requested_by_customer"), (79.99m, Refund.OrderCancelled)]);
        await _shop.ShouldHoldAsync();
    }

    private async Task<Order> CapturedAsync() => await _shop.OrderAsync((await _shop.PlaceCapturedAsync(TestShop.Algorithms)).Id);

    private static CreateRefundRequest Request(Guid order) => new() { OrderId = order, Reason = "requested_by_customer" };

    private Task<CreateRefundResult> CreateAsync(Guid order, decimal? amount) => _shop.Refunds.CreateAsync(Request(order) with { Amount = amount });
}
