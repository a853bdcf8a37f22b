using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>Debts at a gateway where an authorization can still arrive after its time-out.</summary>
public sealed class LateAuthorizationTests
{
    [Fact]
    public async Task RunOnceAsync_VoidCameTooLate_IsRefundedAndNotVoidedAgain()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.LateAuthorizationWindow = TimeSpan.FromHours(1);
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
        await shop.Gateway.CaptureAsync(placed.Order.Id, placed.Order.Total, default);

        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);

        (await shop.PaymentAsync(placed.Order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
        (await shop.Sales.ListPaymentsAsync(placed.Order.Id)).Single().Owed.ShouldBeNull();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_NothingCapturedToRefund_IsSettledAtOnce()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.LateAuthorizationWindow = TimeSpan.FromHours(1);
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        shop.Gateway.OnRefund = (_, _) => ValueTask.FromResult(RefundResult.NothingCaptured);

        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);

        (await shop.Sales.ListPaymentsAsync(order.Id)).Single().Owed.ShouldBeNull();
    }
}
