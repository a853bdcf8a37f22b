using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Bookstore.Testing;

/// <summary>A host dies at every boundary of an order, its capture and a refund: what is stored and its event are both there, or neither is.</summary>
/// <param name="pause">Lets some of the time pass that leases are counted in: the shop's own, or that of a database.</param>
internal sealed class EventCrash(Func<TestShop, Task> pause)
{
    // Of the dead host's leases, and of the pauses between tries.
    private const int MostPauses = 200;

    public Task<IReadOnlyList<CrashPoint>> RunAsync(Action<TestShopOptions>? configure) => CrashTest.RunThroughEveryCrashAsync(WorkAsync, afterRestart: WorkAsync, VerifyAsync, configure);

    private async Task WorkAsync(TestShop shop)
    {
        var placed = await shop.PlaceAsync(TestBooks.Martian, 2, "checkout-1");
        var order = await RestAsync(shop, placed.Order!.Id);
        if (order.Status == OrderStatus.Created)
        {
            var request = new CreateRefundRequest { OrderId = order.Id, Amount = 10.00m, Reason = "damaged", IdempotencyKey = new IdempotencyKey("test", "refund-1") };
            (await shop.FinishAsync(shop.Services.GetRequiredService<IRefundService>().CreateAsync(request))).Outcome.ShouldBe(CreateRefundOutcome.Created);
            await RestAsync(shop, order.Id);
        }
    }

    private static async Task VerifyAsync(TestShop shop)
    {
        await shop.RunBackgroundWorkAsync();
        var order = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Single();
        var refunds = await shop.Services.GetRequiredService<IRefundService>().ListAsync(order.Id);
        var events = (await shop.Services.GetRequiredService<IEventFeed>().ReadPageAsync(new EventQuery { Limit = 1_000 })).Events;

        Count(EventTypes.OrderCreated).ShouldBe(order.Status == OrderStatus.Created ? 1 : 0);
        Count(EventTypes.OrderRejected).ShouldBe(order.Status == OrderStatus.Rejected ? 1 : 0);
        Count(EventTypes.PaymentCaptured).ShouldBe(order.Captured.MinorUnits > 0 ? 1 : 0);
        Count(EventTypes.RefundCreated).ShouldBe(refunds.Count);
        Count(EventTypes.RefundSucceeded).ShouldBe(refunds.Count(static refund => refund.Status == RefundStatus.Succeeded));
        events.Select(static happened => happened.Position).ShouldBe(Enumerable.Range(1, events.Count).Select(static position => (long)position));
        foreach (var resource in events.GroupBy(static happened => happened.Resource))
        {
            resource.Select(static happened => happened.Sequence).ShouldBe(resource.Select(static happened => happened.Sequence).Distinct().Order());
        }

        int Count(string type) => events.Count(happened => happened.Type == type);
    }

    // A call of the host that died is made again when its lease has ended.
    private async Task<Order> RestAsync(TestShop shop, Guid orderId)
    {
        await shop.RunBackgroundWorkAsync();
        var order = (await shop.Sales.FindOrderAsync(orderId))!;
        for (var paused = 0; paused < MostPauses && order is { Status: OrderStatus.Pending } or { PaymentStatus: PaymentStatus.Authorized } or { RefundPending.MinorUnits: > 0 }; paused++)
        {
            await pause(shop);
            await shop.RunBackgroundWorkAsync();
            order = (await shop.Sales.FindOrderAsync(orderId))!;
        }

        return order;
    }
}
