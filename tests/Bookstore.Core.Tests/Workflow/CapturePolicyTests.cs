using Bookstore.Support;
using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>When money is captured: at once, before the goods leave, or when the shop says so.</summary>
public sealed class CapturePolicyTests
{
    [Fact]
    public async Task PlaceAsync_capture_at_once_owes_it_with_the_confirmation()
    {
        await using var shop = await TestShop.OpenAsync();

        var placed = await shop.PlaceAsync(TestShop.Martian);

        var record = (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!;
        (record.PendingAction, record.Version).ShouldBe((PaymentAction.Capture, 1));
    }

    [Theory]
    [InlineData(CapturePolicy.OnDispatch)]
    [InlineData(CapturePolicy.Manual)]
    public async Task PlaceAsync_capture_later_holds_the_money_and_owes_nothing(CapturePolicy policy)
    {
        await using var shop = await OpenAsync(policy);

        var order = await PlaceAsync(shop);

        (await shop.Settlement.RunOnceAsync()).ShouldBe(0);
        await shop.Settlement.DrainAsync();
        order.PaymentStatus.ShouldBe(PaymentStatus.Authorized);
        (await shop.PaymentAsync(order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Authorized);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_first_dispatch_owes_the_capture_and_is_refused_until_the_money_is_there()
    {
        await using var shop = await OpenAsync(CapturePolicy.OnDispatch);
        var order = await PlaceAsync(shop);
        var delivery = await ScheduleAsync(shop, order);

        var first = await shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched);
        var second = await shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched);

        (first.Outcome, second.Outcome).ShouldBe((MoveDeliveryOutcome.PaymentNotCaptured, MoveDeliveryOutcome.PaymentNotCaptured));
        var owing = (await shop.Store.FindOrderAsync(order.Id, default))!;
        (owing.PendingAction, owing.Version).ShouldBe((PaymentAction.Capture, order.Version + 2), "scheduled, then asked for once");
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        shop.Gateway.Calls.Count(static call => call.Operation == GatewayOperation.Capture).ShouldBe(1);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_the_shop_says_when_to_capture_asks_for_nothing()
    {
        await using var shop = await OpenAsync(CapturePolicy.Manual);
        var order = await PlaceAsync(shop);
        var delivery = await ScheduleAsync(shop, order);

        (await shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured);

        (await shop.Store.FindOrderAsync(order.Id, default))!.PendingAction.ShouldBeNull();
        (await CaptureAsync(shop, order)).Order!.PaymentStatus.ShouldBe(PaymentStatus.Captured);
        (await shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
    }

    [Fact]
    public async Task MoveAsync_order_was_confirmed_under_another_policy_is_captured_when_it_is_dispatched()
    {
        InMemoryStoreHolder holder = new();
        await using var held = await OpenAsync(CapturePolicy.Manual, holder);
        var order = await PlaceAsync(held);
        var delivery = await ScheduleAsync(held, order);
        await using var later = await OpenAsync(CapturePolicy.Immediate, holder);

        (await later.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured);

        (await later.Store.FindOrderAsync(order.Id, default))!.PendingAction.ShouldBe(PaymentAction.Capture);
    }

    [Fact]
    public async Task CapturePaymentAsync_of_a_part_takes_it_once_and_releases_the_rest()
    {
        await using var shop = await OpenAsync(CapturePolicy.Manual);
        var order = await PlaceAsync(shop);

        var captured = (await CaptureAsync(shop, order, 5.00m)).Order!;

        (captured.PaymentStatus, captured.Captured, captured.CaptureAmount).ShouldBe((PaymentStatus.Captured, new Money(5.00m, "USD"), new Money(5.00m, "USD")));
        (await shop.PaymentAsync(order.Id))!.Amount.ShouldBe(new Money(5.00m, "USD"));
        (await CaptureAsync(shop, order)).Outcome.ShouldBe(CapturePaymentOutcome.NotCapturable);
        await shop.ShouldHoldAsync();

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        await shop.Maintenance.RunOnceAsync();
        (await shop.PaymentAsync(order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
    }

    [Fact]
    public async Task CapturePaymentAsync_of_a_part_bounds_what_is_refunded()
    {
        await using var shop = await OpenAsync(CapturePolicy.Manual);
        var order = await PlaceAsync(shop);
        var captured = (await CaptureAsync(shop, order, 5.00m)).Order!;
        (captured.Refundable, captured.Refunded).ShouldBe((new Money(5.00m, "USD"), new Money(0m, "USD")));

        (await RefundAsync(new CreateRefundRequest { OrderId = order.Id, Reason = "damaged", Amount = 5.01m })).Outcome.ShouldBe(CreateRefundOutcome.ExceedsCaptured);
        (await RefundAsync(new CreateRefundRequest { OrderId = order.Id, Reason = "damaged", Amount = 2.00m })).Outcome.ShouldBe(CreateRefundOutcome.Created);
        (await RefundAsync(new CreateRefundRequest { OrderId = order.Id, Reason = "damaged", Items = [new RefundItem(TestShop.Martian, 1)] })).Outcome.ShouldBe(CreateRefundOutcome.ExceedsCaptured, "the copy was paid for with 5.00, of which 3.00 is left");
        await shop.Maintenance.RunOnceAsync();
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.PartiallyRefunded);
        (await RefundAsync(new CreateRefundRequest { OrderId = order.Id, Reason = "damaged" })).Refund!.Amount.ShouldBe(new Money(3.00m, "USD"), "all that is left");
        await shop.Maintenance.RunOnceAsync();

        var refunded = await shop.OrderAsync(order.Id);
        (refunded.PaymentStatus, refunded.Refunded, refunded.Refundable).ShouldBe((PaymentStatus.Refunded, new Money(5.00m, "USD"), new Money(0m, "USD")));
        await shop.ShouldHoldAsync();

        Task<CreateRefundResult> RefundAsync(CreateRefundRequest request) => shop.Refunds.CreateAsync(request);
    }

    [Fact]
    public async Task CapturePaymentAsync_of_all_by_amount_is_as_without_one()
    {
        await using var shop = await OpenAsync(CapturePolicy.Manual);
        var order = await PlaceAsync(shop);

        (await CaptureAsync(shop, order, 12.99m)).Order!.CaptureAmount.ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1.005)]
    public async Task CapturePaymentAsync_amount_that_is_none_throws(double amount)
    {
        await using var shop = await OpenAsync(CapturePolicy.Manual);
        var order = await PlaceAsync(shop);

        await Should.ThrowAsync<ArgumentException>(() => CaptureAsync(shop, order, (decimal)amount));
        (await shop.OrderAsync(order.Id)).ShouldBe(order);
    }

    [Fact]
    public async Task CapturePaymentAsync_what_cannot_be_captured_is_refused_and_changes_nothing()
    {
        await using var shop = await OpenAsync(CapturePolicy.Manual);
        var order = await PlaceAsync(shop);
        var cancelled = await PlaceAsync(shop);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = cancelled.Id });

        (await CaptureAsync(shop, order, 13.00m)).Outcome.ShouldBe(CapturePaymentOutcome.NotCapturable);
        (await CaptureAsync(shop, cancelled)).Outcome.ShouldBe(CapturePaymentOutcome.NotCapturable);
        (await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = Guid.NewGuid() })).Outcome.ShouldBe(CapturePaymentOutcome.OrderNotFound);
        (await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id, ExpectedVersion = ExpectedVersion.Of(99) })).Outcome.ShouldBe(CapturePaymentOutcome.PreconditionFailed);
        (await shop.OrderAsync(order.Id)).ShouldBe(order);
    }

    [Fact]
    public async Task CapturePaymentAsync_sent_again_with_its_key_answers_as_it_did_and_captures_once()
    {
        await using var shop = await OpenAsync(CapturePolicy.Manual);
        var order = await PlaceAsync(shop);

        var first = await CaptureAsync(shop, order, 5.00m, "k");
        var again = await CaptureAsync(shop, order, 5.00m, "k");
        var other = await CaptureAsync(shop, order, 6.00m, "k");

        (first.Replayed, again.Replayed).ShouldBe((false, true));
        (again.Outcome, again.Order).ShouldBe((first.Outcome, first.Order));
        other.Outcome.ShouldBe(CapturePaymentOutcome.IdempotencyKeyReused);
        shop.Gateway.Calls.Count(static call => call.Operation == GatewayOperation.Capture).ShouldBe(1);
    }

    [Theory]
    [InlineData(CallFault.Fail)]
    [InlineData(CallFault.LoseAnswer)]
    public async Task CapturePaymentAsync_answer_is_lost_is_captured_in_the_background(CallFault fault)
    {
        await using var shop = await OpenAsync(CapturePolicy.Manual);
        var order = await PlaceAsync(shop);
        shop.Gateway.Plan(GatewayOperation.Capture, fault);

        (await CaptureAsync(shop, order, 5.00m)).Order!.PaymentStatus.ShouldBe(PaymentStatus.Authorized);

        shop.Time.Advance(TimeSpan.FromSeconds(10));
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.OrderAsync(order.Id)).Captured.ShouldBe(new Money(5.00m, "USD"));
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CapturePaymentAsync_gateway_refuses_says_so_in_the_order()
    {
        await using var shop = await OpenAsync(CapturePolicy.Manual);
        var order = (await shop.PlaceAsync(TestShop.Martian, card: TestCards.CaptureRefused)).Order!;

        var refused = (await CaptureAsync(shop, order)).Order!;

        (refused.PaymentStatus, refused.PaymentFailureCode, refused.Captured).ShouldBe((PaymentStatus.CaptureFailed, "capture_refused", new Money(0m, "USD")));
    }

    [Fact]
    public async Task CancelAsync_a_held_payment_is_voided()
    {
        await using var shop = await OpenAsync(CapturePolicy.OnDispatch);
        var order = await PlaceAsync(shop);

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        await shop.Settlement.RunOnceAsync();

        (await shop.PaymentAsync(order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
        await shop.ShouldHoldAsync();
    }

    private static Task<TestShop> OpenAsync(CapturePolicy policy, InMemoryStoreHolder? holder = null) =>
        TestShop.OpenAsync(options => (options.CapturePolicy, options.DispatchWait) = (policy, TimeSpan.Zero), holder is null ? null : holder.Share);

    private static async Task<Order> PlaceAsync(TestShop shop) => (await shop.PlaceAsync(TestShop.Martian)).Order!;

    private static async Task<Guid> ScheduleAsync(TestShop shop, Order order)
    {
        var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street" });
        await shop.Couriers.RunOnceAsync();
        return scheduled.Delivery!.Id;
    }

    private static Task<CapturePaymentResult> CaptureAsync(TestShop shop, Order order, decimal? amount = null, string? key = null) => shop.Workflow.CapturePaymentAsync(
        new CapturePaymentRequest { OrderId = order.Id, Amount = amount, IdempotencyKey = key is null ? null : new IdempotencyKey("test", key) });

    /// <summary>One store for several shops.</summary>
    private sealed class InMemoryStoreHolder
    {
        private Storage.IBookstoreStore? _store;

        public Storage.IBookstoreStore Share(Storage.IBookstoreStore made) => _store ??= new SharedStore(made);
    }
}
