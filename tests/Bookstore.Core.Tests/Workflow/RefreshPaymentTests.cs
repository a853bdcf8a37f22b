using Bookstore.Support;
using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>A call whose answer was lost is made again when the gateway tells of the payment, and not when its pause of up to an hour is over.</summary>
public sealed class RefreshPaymentTests
{
    private const int Tries = 8;

    [Fact]
    public async Task RefreshPaymentAsync_has_a_refund_made_again_whose_answer_was_lost()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Fail, Tries);
        var refund = (await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Amount = 5m, Reason = "goodwill" })).Refund!.Id;
        await LoseAsync(shop, GatewayOperation.Refund);
        var version = (await shop.OrderAsync(order.Id)).Version;

        (await shop.Workflow.RefreshPaymentAsync(order.Id)).Outcome.ShouldBe(RefreshPaymentOutcome.Unchanged);

        (await shop.OrderAsync(order.Id)).Version.ShouldBe(version);
        await shop.Settlement.RunOnceAsync();
        (await shop.Refunds.FindAsync(refund))!.Status.ShouldBe(RefundStatus.Succeeded);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RefreshPaymentAsync_has_a_capture_made_again_whose_answer_was_lost()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.Plan(GatewayOperation.Capture, CallFault.LoseAnswer);
        shop.Gateway.Plan(GatewayOperation.Capture, CallFault.Fail, Tries - 1);
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        await LoseAsync(shop, GatewayOperation.Capture);
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Authorized);

        await shop.Workflow.RefreshPaymentAsync(order.Id);

        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RefreshPaymentAsync_leaves_a_call_alone_that_waits_for_its_time_or_is_in_progress()
    {
        await using var shop = await TestShop.OpenAsync();
        var call = new HeldCall();
        var called = await shop.PlaceCapturedAsync(TestShop.Odyssey);
        shop.Gateway.OnRefund = (_, refund) => call.HoldAsync(refund);
        await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = called.Id, Amount = 5m, Reason = "goodwill" });
        var settling = shop.Settlement.RunOnceAsync();
        await call.Begun;
        var waiting = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        var before = await shop.Store.FindOrderAsync(waiting, default);
        var held = await shop.Store.ListDocumentsOfAsync(called.Id, RefundDocuments.Kind.Name, null, 10, default);

        await shop.Workflow.RefreshPaymentAsync(waiting);
        await shop.Workflow.RefreshPaymentAsync(called.Id);

        (await shop.Store.FindOrderAsync(waiting, default)).ShouldBe(before);
        (await shop.Store.ListDocumentsOfAsync(called.Id, RefundDocuments.Kind.Name, null, 10, default)).ShouldBe(held);
        call.Release();
        await settling;
    }

    // Each try makes the next pause longer.
    private static async Task LoseAsync(TestShop shop, GatewayOperation operation)
    {
        for (var calls = 0; calls < Tries; calls = shop.Gateway.Calls.Count(call => call.Operation == operation))
        {
            await shop.Settlement.RunOnceAsync();
            if (shop.Gateway.Calls.Count(call => call.Operation == operation) < Tries)
            {
                shop.Time.Advance(TimeSpan.FromSeconds(30));
            }
        }
    }
}
