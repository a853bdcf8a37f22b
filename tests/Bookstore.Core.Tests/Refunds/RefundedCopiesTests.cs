using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Refunds;

/// <summary>What copies are worth when a refund pays them back.</summary>
public sealed class RefundedCopiesTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Copies_are_worth_their_price_and_are_paid_back_once()
    {
        var order = (await _shop.PlaceAsync(TestShop.Odyssey, 3)).Order!;
        await _shop.Settlement.RunOnceAsync();

        (await ItemsAsync(order.Id, 2)).Refund!.Amount.Amount.ShouldBe(19.00m);
        (await ItemsAsync(order.Id, 2)).Outcome.ShouldBe(CreateRefundOutcome.ExceedsCaptured);
        (await ItemsAsync(order.Id, 4)).Outcome.ShouldBe(CreateRefundOutcome.InvalidItems);
        (await ItemsAsync(order.Id, 1)).Refund!.Amount.Amount.ShouldBe(9.50m);
        (await _shop.Refunds.CreateAsync(Request(order.Id) with { Shipping = true })).Outcome.ShouldBe(CreateRefundOutcome.InvalidItems);
    }

    [Fact]
    public async Task Copies_with_shares_of_adjustments_and_the_shipping_sum_to_the_total()
    {
        var placed = await _shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 3) with
        {
            Adjustments = [new OrderAdjustment(OrderAdjustment.Shipping, new Money(4.90m, "USD")), new OrderAdjustment(OrderAdjustment.Discount, new Money(-1.00m, "USD"))],
        });
        var order = placed.Order!;
        await _shop.Settlement.RunOnceAsync();

        var first = await _shop.Refunds.CreateAsync(Request(order.Id) with { Items = [new RefundItem(TestShop.Odyssey, 1)], Shipping = true });
        (await _shop.Refunds.CreateAsync(Request(order.Id) with { Shipping = true })).Outcome.ShouldBe(CreateRefundOutcome.ExceedsCaptured);
        (await _shop.Refunds.CreateAsync(Request(order.Id) with { Items = [new RefundItem(TestShop.Odyssey, 1)], Shipping = true })).Outcome.ShouldBe(CreateRefundOutcome.ExceedsCaptured);
        var second = await ItemsAsync(order.Id, 1);
        var last = await ItemsAsync(order.Id, 1);

        (first.Refund!.Amount.Amount, second.Refund!.Amount.Amount, last.Refund!.Amount.Amount).ShouldBe((9.17m + 4.90m, 9.17m, 9.16m));
        (await _shop.OrderAsync(order.Id)).Refundable.Amount.ShouldBe(0m);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_copies_sum_to_what_was_paid_also_when_one_of_their_refunds_has_failed(int failed)
    {
        // 27.50 for three copies: 9.16 each, and 9.18 for the last one.
        await using var shop = await TestShop.OpenAsync(static options => options.SettlementConcurrency = 1);
        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 3) with { Adjustments = [new OrderAdjustment(OrderAdjustment.Discount, new Money(-1.00m, "USD"))] });
        await shop.Settlement.RunOnceAsync();
        var request = Request(placed.Order!.Id) with { Items = [new RefundItem(TestShop.Odyssey, 1)] };
        for (var copy = 0; copy < 3; copy++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            (await shop.Refunds.CreateAsync(request)).Outcome.ShouldBe(CreateRefundOutcome.Created);
        }

        // Those before it are made later.
        if (failed > 0)
        {
            shop.Gateway.Plan(GatewayOperation.Refund, CallFault.AnswerUnknown, failed);
        }

        shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        await shop.Settlement.RunOnceAsync();
        (await shop.Refunds.ListAsync(placed.Order.Id))[failed].Status.ShouldBe(RefundStatus.Failed);
        (await shop.Refunds.CreateAsync(request)).Outcome.ShouldBe(CreateRefundOutcome.Created);
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.Settlement.RunOnceAsync();

        (await shop.OrderAsync(placed.Order.Id)).ShouldSatisfyAllConditions(after => after.Refunded.Amount.ShouldBe(27.50m), after => after.PaymentStatus.ShouldBe(PaymentStatus.Refunded));
    }

    [Fact]
    public async Task The_copies_sum_to_what_was_paid_also_when_a_refused_refund_is_retried_after_the_others()
    {
        // 27.50 for three copies: 9.17 each, and 9.16 for the last one.
        var placed = await _shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 3) with { Adjustments = [new OrderAdjustment(OrderAdjustment.Discount, new Money(-1.00m, "USD"))] });
        await _shop.Settlement.RunOnceAsync();
        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        var refused = (await ItemsAsync(placed.Order!.Id, 1)).Refund!;
        await _shop.Settlement.RunOnceAsync();

        var second = await ItemsAsync(placed.Order.Id, 1);
        var last = await ItemsAsync(placed.Order.Id, 1);
        (refused.Amount.Amount, second.Refund!.Amount.Amount, last.Refund!.Amount.Amount).ShouldBe((9.17m, 9.17m, 9.16m));
        (await _shop.Refunds.RetryAsync(refused.Id)).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);
        await _shop.Settlement.RunOnceAsync();

        (await _shop.OrderAsync(placed.Order.Id)).Refunded.Amount.ShouldBe(27.50m);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task The_last_copy_has_what_is_left_also_when_the_refused_refund_is_given_up()
    {
        var placed = await _shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 3) with { Adjustments = [new OrderAdjustment(OrderAdjustment.Discount, new Money(-1.00m, "USD"))] });
        await _shop.Settlement.RunOnceAsync();
        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        var refused = (await ItemsAsync(placed.Order!.Id, 1)).Refund!;
        await _shop.Settlement.RunOnceAsync();

        (await ItemsAsync(placed.Order.Id, 2)).Refund!.Amount.Amount.ShouldBe(18.33m);
        (await _shop.Refunds.GiveUpAsync(refused.Id, "another one is made")).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);
        (await ItemsAsync(placed.Order.Id, 1)).Refund!.Amount.Amount.ShouldBe(9.17m);
        await _shop.Settlement.RunOnceAsync();

        (await _shop.OrderAsync(placed.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task What_is_worth_nothing_is_no_refund()
    {
        var free = new OrderAdjustment(OrderAdjustment.Discount, new Money(-9.50m, "USD")) { Isbn = TestShop.Odyssey };
        var request = TestShop.Request(TestShop.Odyssey) with { Adjustments = [free, new OrderAdjustment(OrderAdjustment.Shipping, new Money(4.90m, "USD"))] };
        var order = (await _shop.Workflow.PlaceAsync(request)).Order!;
        await _shop.Settlement.RunOnceAsync();

        (await ItemsAsync(order.Id, 1)).Outcome.ShouldBe(CreateRefundOutcome.InvalidItems);
        (await CreateAsync(order.Id, null)).Refund!.Amount.Amount.ShouldBe(4.90m);
    }

    [Fact]
    public async Task Copies_that_another_refund_paid_back_are_not_paid_back_again_by_one_that_had_failed()
    {
        var order = (await _shop.Workflow.PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = "c1",
            Lines = [new PlaceOrderLine(TestShop.Odyssey, 2), new PlaceOrderLine(TestShop.Martian, 2)],
            Payment = new PaymentToken("4242424242424242"),
        })).Order!;
        await _shop.Settlement.RunOnceAsync();
        _shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        var failed = (await ItemsAsync(order.Id, 2)).Refund!.Id;
        await _shop.Settlement.RunOnceAsync();
        (await ItemsAsync(order.Id, 1)).Outcome.ShouldBe(CreateRefundOutcome.Created);

        (await _shop.Refunds.RetryAsync(failed)).Outcome.ShouldBe(ResolveRefundOutcome.ExceedsCaptured);
        (await _shop.Refunds.MarkDoneAsync(failed, "cash")).Outcome.ShouldBe(ResolveRefundOutcome.ExceedsCaptured);
        (await _shop.Refunds.GiveUpAsync(failed, "paid back by another")).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);
        await _shop.ShouldHoldAsync();
    }

    private static CreateRefundRequest Request(Guid order) => new() { OrderId = order, Reason = "requested_by_customer" };

    private Task<CreateRefundResult> CreateAsync(Guid order, decimal? amount) => _shop.Refunds.CreateAsync(Request(order) with { Amount = amount });

    private Task<CreateRefundResult> ItemsAsync(Guid order, int quantity) => _shop.Refunds.CreateAsync(Request(order) with { Items = [new RefundItem(TestShop.Odyssey, quantity)] });
}
