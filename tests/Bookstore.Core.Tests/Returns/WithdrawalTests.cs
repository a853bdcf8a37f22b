using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Returns;

public sealed class WithdrawalTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task It_is_accepted_at_once_with_a_receipt_of_content_and_time()
    {
        var order = await DeliveredAsync(2);
        var withdrawn = await WithdrawAsync(order.Id, "I withdraw.");

        (withdrawn.Kind, withdrawn.Status, withdrawn.Attention).ShouldBe((ReturnKind.Withdrawal, ReturnStatus.Approved, null));
        withdrawn.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(2);
        withdrawn.Receipt.ShouldBe(new WithdrawalReceipt(_shop.Time.GetUtcNow(), $"Withdrawal from order {order.Id}: 2 x {TestShop.Odyssey}.\nI withdraw.", false));
        (await _shop.Returns.FindAsync(withdrawn.Id))!.Receipt.ShouldBe(withdrawn.Receipt);
    }

    [Fact]
    public async Task Those_of_what_has_not_arrived_are_listed_until_a_person_has_dealt_with_them()
    {
        var orders = new List<Order>();
        for (var i = 0; i < 3; i++)
        {
            _shop.Time.Advance(TimeSpan.FromMinutes(1));
            orders.Add(await _shop.PlaceCapturedAsync(TestShop.Odyssey));
            await WithdrawAsync(orders[i].Id, null);
        }

        await WithdrawAsync((await DeliveredAsync(1)).Id, null);
        var query = new ReturnQuery { Attention = true, Limit = 2 };
        var first = await _shop.Returns.ListAsync(query);
        var last = await _shop.Returns.ListAsync(query with { After = first.Next.ShouldNotBeNull() });

        first.Items.Concat(last.Items).Select(static found => found.OrderId).ShouldBe(orders.Select(static order => order.Id));
        first.Items.ShouldAllBe(static found => found.Attention!.Reason == ReturnAttentionReason.NotDelivered);
        (await _shop.Returns.ListAsync(query with { Status = ReturnStatus.Requested })).Items.ShouldBeEmpty();
        await Should.ThrowAsync<InvalidCursorException>(async () => await _shop.Returns.ListAsync(new ReturnQuery { After = first.Next }));

        await _shop.Returns.CancelAsync(first.Items[0].Id);
        (await _shop.Returns.ListAsync(new ReturnQuery { Attention = true })).Items.Select(static found => found.OrderId).ShouldBe([orders[1].Id, orders[2].Id]);
    }

    [Fact]
    public async Task One_in_time_brings_shipping_back_with_the_last_copy()
    {
        var placed = await _shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 2) with { Adjustments = [new OrderAdjustment(OrderAdjustment.Shipping, new Money(4.90m, "USD"))] });
        await _shop.Settlement.RunOnceAsync();
        var order = await _shop.DeliverAsync(placed.Order!.Id);
        foreach (var _ in (int[])[1, 2])
        {
            var withdrawn = (await _shop.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order.Id, Items = [new ReturnItem(TestShop.Odyssey, 1)] })).Return!;
            await _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = withdrawn.Id, Items = [new ReceivedItem(TestShop.Odyssey, 1, 1)] });
        }

        (await _shop.Refunds.ListAsync(order.Id)).Select(static refund => (refund.Amount.Amount, refund.Reason)).ShouldBe([(9.50m, Refund.Withdrawal), (14.40m, Refund.Withdrawal)]);
        await _shop.Settlement.RunOnceAsync();
        (await _shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        await _shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(14 * 24 * 60, false)]
    [InlineData((14 * 24 * 60) + 1, true)]
    public async Task One_after_the_period_is_recorded_and_marked_late_and_waits_for_the_shop(int minutes, bool isLate)
    {
        var order = await DeliveredAsync(1);
        _shop.Time.Advance(TimeSpan.FromMinutes(minutes));

        var withdrawn = await WithdrawAsync(order.Id, null);

        (withdrawn.Receipt!.IsLate, withdrawn.Status).ShouldBe((isLate, isLate ? ReturnStatus.Requested : ReturnStatus.Approved));
        await _shop.Returns.ApproveAsync(withdrawn.Id);
        (await _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = withdrawn.Id, Items = [new ReceivedItem(TestShop.Odyssey, 1, 1)] })).Return!.RefundIds.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_period_begins_with_the_last_parcel_and_is_an_option()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.Returns.WithdrawalPeriod = TimeSpan.FromDays(30));
        var order = await shop.PlaceCapturedAsync(TestShop.Odyssey, 2);
        await shop.DeliverAsync(order.Id, new DeliveryLine(TestShop.Odyssey, 1));
        shop.Time.Advance(TimeSpan.FromDays(40));
        await shop.DeliverAsync(order.Id, new DeliveryLine(TestShop.Odyssey, 1));
        shop.Time.Advance(TimeSpan.FromDays(29));

        (await shop.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order.Id })).Return!.Receipt!.IsLate.ShouldBeFalse();
        shop.Time.Advance(TimeSpan.FromDays(2));
        (await shop.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order.Id })).Return!.Receipt!.IsLate.ShouldBeTrue();
    }

    [Fact]
    public async Task Before_the_goods_have_come_it_is_accepted_and_needs_a_person()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Odyssey, 2);
        var delivery = await ScheduleAsync(order.Id);
        await MoveAsync(delivery, DeliveryStatus.Dispatched);

        var withdrawn = await WithdrawAsync(order.Id, null);

        (withdrawn.Status, withdrawn.Attention!.Reason, withdrawn.Receipt!.IsLate).ShouldBe((ReturnStatus.Approved, ReturnAttentionReason.NotDelivered, false));
        await MoveAsync(delivery, DeliveryStatus.Delivered);
        (await _shop.Returns.CreateAsync(new CreateReturnRequest { OrderId = order.Id, Items = [new ReturnItem(TestShop.Odyssey, 1)] })).Outcome.ShouldBe(CreateReturnOutcome.ExceedsDelivered);
        (await _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = withdrawn.Id, Items = [new ReceivedItem(TestShop.Odyssey, 2, 2)] })).Return!.Attention.ShouldBeNull();
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Its_copies_stay_in_the_house_and_the_others_leave()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Odyssey, 3);
        await WithdrawAsync(order.Id, 2);

        (await TryScheduleAsync(order.Id, 2)).Outcome.ShouldBe(ScheduleDeliveryOutcome.DeliveryExists);
        var left = await ScheduleAsync(order.Id);
        (await _shop.Deliveries.FindAsync(left))!.Lines.ShouldBe([new DeliveryLine(TestShop.Odyssey, 1)]);
        await MoveAsync(left, DeliveryStatus.Dispatched);
        (await TryScheduleAsync(order.Id)).Outcome.ShouldBe(ScheduleDeliveryOutcome.DeliveryExists);

        (await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id, Items = [new CancelOrderItem(TestShop.Odyssey, 2)] })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        await MoveAsync(left, DeliveryStatus.Delivered);
        await _shop.Settlement.RunOnceAsync();
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_delivery_of_its_copies_does_not_leave_until_it_is_over()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Odyssey, 2);
        var delivery = await ScheduleAsync(order.Id);
        var withdrawn = await WithdrawAsync(order.Id, 1);

        (await _shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.CopiesWithdrawn);
        (await _shop.Deliveries.FindAsync(delivery))!.Status.ShouldBe(DeliveryStatus.Scheduled);

        await _shop.Returns.CancelAsync(withdrawn.Id);
        await MoveAsync(delivery, DeliveryStatus.Dispatched);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Copies_that_came_back_on_their_way_do_not_leave_again()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Odyssey, 2);
        var delivery = await ScheduleAsync(order.Id);
        await MoveAsync(delivery, DeliveryStatus.Dispatched);
        await WithdrawAsync(order.Id, null);
        await MoveAsync(delivery, DeliveryStatus.Returned);

        (await TryScheduleAsync(order.Id)).Outcome.ShouldBe(ScheduleDeliveryOutcome.DeliveryExists);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Once_its_copies_are_cancelled_all_others_leave()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Odyssey, 4);
        await CancelAsync(order.Id, 1);
        await WithdrawAsync(order.Id, 1);
        await WithdrawAsync(order.Id, 1);

        await CancelAsync(order.Id, 1);
        (await TryScheduleAsync(order.Id, 2)).Outcome.ShouldBe(ScheduleDeliveryOutcome.DeliveryExists);
        await CancelAsync(order.Id, 1);
        await MoveAsync(await ScheduleAsync(order.Id), DeliveryStatus.Dispatched);
        (await _shop.OrderAsync(order.Id)).Lines[0].Dispatched.ShouldBe(1);
        await _shop.Settlement.RunOnceAsync();
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Copies_that_have_arrived_are_those_of_it_first()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Odyssey, 3);
        await _shop.DeliverAsync(order.Id, new DeliveryLine(TestShop.Odyssey, 1));
        await WithdrawAsync(order.Id, 1);

        await MoveAsync(await ScheduleAsync(order.Id), DeliveryStatus.Dispatched);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_copy_that_is_on_its_way_lets_no_other_one_leave()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Odyssey, 2);
        var first = (await TryScheduleAsync(order.Id, 1)).Delivery!.Id;
        await MoveAsync(first, DeliveryStatus.Dispatched);
        var withdrawn = await WithdrawAsync(order.Id, 1);
        (await TryScheduleAsync(order.Id)).Outcome.ShouldBe(ScheduleDeliveryOutcome.DeliveryExists);

        await MoveAsync(first, DeliveryStatus.Delivered);
        (await TryScheduleAsync(order.Id)).Outcome.ShouldBe(ScheduleDeliveryOutcome.DeliveryExists);
        await _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = withdrawn.Id, Items = [new ReceivedItem(TestShop.Odyssey, 1, 1)] });
        await MoveAsync(await ScheduleAsync(order.Id), DeliveryStatus.Dispatched);
        await _shop.Settlement.RunOnceAsync();
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_second_one_is_accepted_and_adds_nothing_to_give_back()
    {
        var order = await DeliveredAsync(2);
        await WithdrawAsync(order.Id, null);

        var again = await WithdrawAsync(order.Id, "again");

        (again.Status, again.Lines.Count).ShouldBe((ReturnStatus.Requested, 0));
        again.Receipt!.Content.ShouldContain("2 x 9780140449136");
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task It_is_accepted_for_an_order_that_was_rejected_or_cancelled()
    {
        var rejected = (await _shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Declined)).Order!;
        (await WithdrawAsync(rejected.Id, null)).Lines.ShouldBeEmpty();
        var cancelled = await _shop.PlaceCapturedAsync(TestShop.Odyssey, 1);
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = cancelled.Id });
        (await WithdrawAsync(cancelled.Id, null)).Lines.ShouldBeEmpty();
        await _shop.Settlement.RunOnceAsync();
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task What_was_never_ordered_and_texts_that_are_too_long_are_refused()
    {
        var order = await DeliveredAsync(1);
        var request = new WithdrawRequest { OrderId = order.Id };
        (await _shop.Returns.WithdrawAsync(request with { OrderId = Guid.NewGuid() })).Outcome.ShouldBe(CreateReturnOutcome.OrderNotFound);
        (await _shop.Returns.WithdrawAsync(request with { Items = [new ReturnItem(TestShop.Martian, 1)] })).Outcome.ShouldBe(CreateReturnOutcome.InvalidItems);
        (await _shop.Returns.WithdrawAsync(request with { Items = [new ReturnItem(TestShop.Odyssey, 2)] })).Outcome.ShouldBe(CreateReturnOutcome.ExceedsDelivered);
        await Should.ThrowAsync<ArgumentException>(() => _shop.Returns.WithdrawAsync(request with { Statement = new string('a', 2_001) }));
        (await _shop.Returns.ListAsync(order.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_key_returns_the_first_receipt()
    {
        var order = await DeliveredAsync(1);
        var request = new WithdrawRequest { OrderId = order.Id, IdempotencyKey = new IdempotencyKey("shop", "w-1") };
        var first = await _shop.Returns.WithdrawAsync(request);
        _shop.Time.Advance(TimeSpan.FromHours(1));

        var again = await _shop.Returns.WithdrawAsync(request);

        (again.Replayed, again.Return!.Receipt).ShouldBe((true, first.Return!.Receipt));
    }

    private async Task<Order> DeliveredAsync(int copies) => await _shop.DeliverAsync((await _shop.PlaceCapturedAsync(TestShop.Odyssey, copies)).Id);

    private Task<ScheduleDeliveryResult> TryScheduleAsync(Guid order, int copies = 0) =>
        _shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "1 Main St", Lines = copies == 0 ? [] : [new DeliveryLine(TestShop.Odyssey, copies)] });

    private async Task<Guid> ScheduleAsync(Guid order)
    {
        var scheduled = await TryScheduleAsync(order);
        scheduled.Outcome.ShouldBe(ScheduleDeliveryOutcome.Scheduled);
        return scheduled.Delivery!.Id;
    }

    private async Task MoveAsync(Guid delivery, DeliveryStatus status) => (await _shop.Deliveries.MoveAsync(delivery, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);

    private async Task CancelAsync(Guid order, int copies) =>
        (await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order, Items = [new CancelOrderItem(TestShop.Odyssey, copies)] })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);

    private async Task<Return> WithdrawAsync(Guid order, int copies) =>
        (await _shop.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order, Items = [new ReturnItem(TestShop.Odyssey, copies)] })).Return.ShouldNotBeNull();

    private async Task<Return> WithdrawAsync(Guid order, string? statement) => (await _shop.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order, Statement = statement })).Return.ShouldNotBeNull();
}
