using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>A call that a gateway refuses for good ends, and a person is told; an answer that contradicts the records never ends anything.</summary>
public sealed class RefusedForGoodTests
{
    [Fact]
    public async Task Refund_refused_for_good_ends_and_is_listed_with_its_code()
    {
        using var logs = new RecordingLogs();
        await using var shop = await OpenAsync(logs);
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);

        await shop.Settlement.RunOnceAsync();
        await shop.Settlement.DrainAsync();

        var refused = (await shop.Sales.ListOrdersAsync(new OrderQuery { Attention = true })).Items.Single();
        (refused.Id, refused.Status, refused.PaymentStatus).ShouldBe((order.Id, OrderStatus.Cancelled, PaymentStatus.RefundFailed));
        refused.Attention.ShouldBe(new OrderAttention(AttentionReason.RefundRefused, "refused_by_plan", shop.Time.GetUtcNow()));
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        logs.Entries.ShouldContain(entry => entry.Id == 3004);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Capture_refused_for_good_keeps_its_code_and_can_be_cancelled()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        shop.Gateway.Plan(GatewayOperation.Capture, CallFault.Refuse);
        await shop.Settlement.RunOnceAsync();

        var refused = (await shop.Sales.ListOrdersAsync(new OrderQuery { Attention = true })).Items.Single();
        (refused.Id, refused.PaymentStatus, refused.PaymentFailureCode, refused.Attention!.Reason).ShouldBe((order.Id, PaymentStatus.CaptureFailed, "refused_by_plan", AttentionReason.CaptureRefused));
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(1);

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        await shop.Settlement.RunOnceAsync();

        (await shop.Sales.ListOrdersAsync(new OrderQuery { Attention = true })).Items.ShouldBeEmpty();
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Void_refused_for_good_ends_and_the_status_tells_the_truth()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        shop.Gateway.Plan(GatewayOperation.Void, CallFault.Refuse);

        await shop.Settlement.RunOnceAsync();

        var refused = await shop.OrderAsync(order.Id);
        (refused.PaymentStatus, refused.Attention!.Reason, refused.Attention.Code).ShouldBe((PaymentStatus.Authorized, AttentionReason.VoidRefused, "refused_by_plan"));
        (await shop.Sales.ListPaymentsAsync(order.Id)).Single().PendingAction.ShouldBeNull();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Refund_gateway_says_nothing_was_captured_stays_pending_and_is_listed()
    {
        using var logs = new RecordingLogs();
        await using var shop = await OpenAsync(logs);
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        shop.Gateway.OnRefund = (_, _) => ValueTask.FromResult(RefundResult.NothingCaptured);

        await shop.Settlement.RunOnceAsync();

        var contradicted = await shop.OrderAsync(order.Id);
        (contradicted.PaymentStatus, contradicted.Attention!.Reason).ShouldBe((PaymentStatus.Captured, AttentionReason.Contradiction));
        (await shop.Sales.ListPaymentsAsync(order.Id)).Single().PendingAction.ShouldBe(PaymentAction.Refund);
        logs.Entries.ShouldContain(entry => entry.Id == 3005);

        shop.Gateway.OnRefund = null;
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order.Id)).Attention.ShouldBeNull();
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
    }

    [Fact]
    public async Task Capture_unknown_for_long_is_listed_while_it_is_tried_on()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        for (var attempt = 1; attempt <= PaymentAttention.AttemptsUntilTold; attempt++)
        {
            (await shop.OrderAsync(order.Id)).Attention.ShouldBeNull();
            shop.Time.Advance(TimeSpan.FromHours(1));
            await shop.Settlement.RunOnceAsync();
        }

        (await shop.OrderAsync(order.Id)).Attention!.Reason.ShouldBe(AttentionReason.OutcomeUnknown);
        shop.Gateway.OnCapture = null;
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order.Id)).Attention.ShouldBeNull();
    }

    [Fact]
    public async Task Find_payment_of_another_order_is_unknown()
    {
        await using var shop = await TestShop.OpenAsync();
        var pending = (await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails)).Order!;
        shop.Gateway.OnFind = (_, _) => ValueTask.FromResult<GatewayPayment?>(
            new GatewayPayment { OrderId = Guid.NewGuid(), Amount = pending.Total, Status = GatewayPaymentStatus.Authorized, TransactionId = "tx" });
        shop.Time.Advance(TimeSpan.FromMinutes(1));

        await shop.Recovery.RunOnceAsync();

        (await shop.OrderAsync(pending.Id)).Status.ShouldBe(OrderStatus.Pending);
    }

    private static Task<TestShop> OpenAsync(RecordingLogs logs) => TestShop.OpenAsync(register: services => services.AddLogging(builder => builder.AddProvider(logs)));
}
