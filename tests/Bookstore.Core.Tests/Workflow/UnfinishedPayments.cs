using Bookstore.Testing;
using Shouldly;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>Orders whose payment needs a person, each for one reason.</summary>
internal static class UnfinishedPayments
{
    public static Task<Guid> NeedingAsync(TestShop shop, AttentionReason reason) => reason switch
    {
        AttentionReason.CaptureRefused => CaptureRefusedAsync(shop),
        AttentionReason.VoidRefused => VoidRefusedAsync(shop),
        AttentionReason.RefundRefused => RefundRefusedAsync(shop),
        AttentionReason.OutcomeUnknown => UnknownAsync(shop),
        _ => ContradictedAsync(shop),
    };

    public static async Task<Guid> CaptureRefusedAsync(TestShop shop)
    {
        shop.Gateway.Plan(GatewayOperation.Capture, CallFault.Refuse);
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order)).PaymentStatus.ShouldBe(PaymentStatus.CaptureFailed);
        return order;
    }

    public static async Task<Guid> RefundOwedAsync(TestShop shop)
    {
        var order = (await shop.PlaceCapturedAsync(TestShop.Martian)).Id;
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });
        await shop.Settlement.RunOnceAsync();
        return order;
    }

    public static async Task<Guid> UnknownCaptureAsync(TestShop shop)
    {
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        for (var attempt = 0; attempt < PaymentAttention.AttemptsUntilTold; attempt++)
        {
            shop.Time.Advance(TimeSpan.FromHours(1));
            await shop.Settlement.RunOnceAsync();
        }

        return order;
    }

    private static async Task<Guid> VoidRefusedAsync(TestShop shop)
    {
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });
        shop.Gateway.Plan(GatewayOperation.Void, CallFault.Refuse);
        await shop.Settlement.RunOnceAsync();
        return order;
    }

    private static Task<Guid> RefundRefusedAsync(TestShop shop)
    {
        shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        return RefundOwedAsync(shop);
    }

    private static Task<Guid> UnknownAsync(TestShop shop)
    {
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        return UnknownCaptureAsync(shop);
    }

    private static async Task<Guid> ContradictedAsync(TestShop shop)
    {
        var order = (await shop.PlaceCapturedAsync(TestShop.Martian)).Id;
        shop.Gateway.OnRefund = (_, _) => ValueTask.FromResult(RefundResult.NothingCaptured);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });
        await shop.Settlement.RunOnceAsync();
        return order;
    }
}
