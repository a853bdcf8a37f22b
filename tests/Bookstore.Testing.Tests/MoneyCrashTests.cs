using Bookstore.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>A shop dies at each boundary of what it does with the money and the goods of one order; the same requests are sent again to the next host.</summary>
public sealed class MoneyCrashTests : IDisposable
{
    private const decimal Price = 12.99m;

    private readonly string _folder = Directory.CreateTempSubdirectory("bookstore-crash-").FullName;
    private int _shops;

    /// <summary>In memory; in the long form also on SQLite, whose commits wait for the disk.</summary>
    public static TheoryData<bool> Disks => LongRun.IsOn ? [false, true] : [false];

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Disks))]
    public async Task Refunds_are_made_once_and_whole_after_each_crash(bool onDisk)
    {
        var points = await RunAsync(RefundTwiceAsync, onDisk, async (shop, order) =>
        {
            (await RefundsOf(shop, order)).ShouldBe([(10.00m, RefundStatus.Succeeded), ((2 * Price) - 10.00m, RefundStatus.Succeeded)]);
            (order.PaymentStatus, order.Refundable.Amount).ShouldBe((PaymentStatus.Refunded, 0m));
        });

        points.Select(static point => point.Site).ShouldBe(
        [
            "before commit", "after commit", "before authorize", "after authorize", "before commit", "after commit",
            "before commit", "after commit", "before capture", "after capture", "before commit", "after commit",
            "before commit", "after commit", "before commit", "after commit", "before refund", "after refund", "before commit", "after commit",
            "before commit", "after commit", "before commit", "after commit", "before refund", "after refund", "before commit", "after commit",
        ]);
    }

    [Theory]
    [MemberData(nameof(Disks))]
    public async Task A_return_pays_for_what_came_once_after_each_crash(bool onDisk)
    {
        var points = await RunAsync(ReturnTwoOfWhichOneComesAsync, onDisk, async (shop, order) =>
        {
            var made = (await shop.Services.GetRequiredService<IReturnService>().ListAsync(order.Id)).ShouldHaveSingleItem();
            (made.Status, made.Lines[0].Received, made.RefundIds.Count).ShouldBe((ReturnStatus.Completed, 1, 1));
            (await RefundsOf(shop, order)).ShouldBe([(Price, RefundStatus.Succeeded)]);
            (order.Lines[0].Delivered, order.Lines[0].Returned, order.PaymentStatus).ShouldBe((2, 1, PaymentStatus.PartiallyRefunded));
            (await shop.Inventory.FindStockAsync(TestBooks.Martian))!.OnHand.ShouldBe(9);
        });

        points.Select(static point => point.Site).ShouldContain("after refund");
        points.Count.ShouldBeGreaterThan(36);
    }

    [Theory]
    [MemberData(nameof(Disks))]
    public async Task A_delivery_of_a_part_and_a_cancellation_of_another_are_whole_after_each_crash(bool onDisk)
    {
        var points = await RunAsync(DeliverTwoAndCancelOneAsync, onDisk, async (shop, order) =>
        {
            (order.Status, order.Fulfilment, order.Lines[0].Delivered, order.Lines[0].Cancelled).ShouldBe((OrderStatus.Delivered, Fulfilment.Delivered, 2, 1));
            (await RefundsOf(shop, order)).ShouldBe([(Price, RefundStatus.Succeeded)]);
            (await shop.Deliveries.ListAsync(new DeliveryQuery())).Items.Select(static delivery => delivery.Status).ShouldBe([DeliveryStatus.Delivered, DeliveryStatus.Delivered]);
            var stock = (await shop.Inventory.FindStockAsync(TestBooks.Martian))!;
            (stock.OnHand, stock.Reserved).ShouldBe((8, 0));
        });

        points.Count(static point => point.Site == "after book").ShouldBe(2);
        points.Select(static point => point.Site).ShouldContain("after refund");
    }

    private static async Task RefundTwiceAsync(TestShop shop, Order order)
    {
        foreach (var (amount, key) in new[] { ((decimal?)10.00m, "refund-1"), (null, "refund-2") })
        {
            var request = new CreateRefundRequest { OrderId = order.Id, Amount = amount, Reason = "damaged", IdempotencyKey = Key(key) };
            (await shop.FinishAsync(shop.Services.GetRequiredService<IRefundService>().CreateAsync(request))).Outcome.ShouldBe(CreateRefundOutcome.Created);
            await RestAsync(shop, order.Id);
        }
    }

    private static async Task ReturnTwoOfWhichOneComesAsync(TestShop shop, Order order)
    {
        await DeliverAsync(shop, order.Id, 2, "delivery-1");
        var returns = shop.Services.GetRequiredService<IReturnService>();
        var request = new CreateReturnRequest { OrderId = order.Id, Items = [new ReturnItem(TestBooks.Martian, 2)], IdempotencyKey = Key("return-1") };
        var made = (await shop.FinishAsync(returns.CreateAsync(request))).Return!;
        if (made.Status == ReturnStatus.Requested)
        {
            made = (await shop.FinishAsync(returns.ApproveAsync(made.Id))).Return!;
        }

        var came = new ReceiveReturnRequest { ReturnId = made.Id, Items = [new ReceivedItem(TestBooks.Martian, 1, 1)] };
        (await shop.FinishAsync(returns.ReceiveAsync(came))).Outcome.ShouldBe(MoveReturnOutcome.Moved);
        await RestAsync(shop, order.Id);
        (await shop.FinishAsync(returns.CompleteAsync(made.Id))).Outcome.ShouldBe(MoveReturnOutcome.Moved);
    }

    private static async Task DeliverTwoAndCancelOneAsync(TestShop shop, Order order)
    {
        await DeliverAsync(shop, order.Id, 1, "delivery-1");
        var request = new CancelOrderRequest { OrderId = order.Id, Items = [new CancelOrderItem(TestBooks.Martian, 1)], IdempotencyKey = Key("cancel-1") };
        (await shop.FinishAsync(shop.Orders.CancelAsync(request))).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        await RestAsync(shop, order.Id);
        await DeliverAsync(shop, order.Id, 1, "delivery-2");
    }

    private static async Task DeliverAsync(TestShop shop, Guid orderId, int copies, string key)
    {
        var request = new ScheduleDeliveryRequest { OrderId = orderId, Lines = [new DeliveryLine(TestBooks.Martian, copies)], Address = "1 Main Street", IdempotencyKey = Key(key) };
        var delivery = (await shop.FinishAsync(shop.Deliveries.ScheduleAsync(request))).Delivery!;
        await RestAsync(shop, orderId);
        foreach (var status in new[] { DeliveryStatus.Dispatched, DeliveryStatus.Delivered }.Where(status => status > delivery.Status))
        {
            (await shop.FinishAsync(shop.Deliveries.MoveAsync(delivery.Id, status, Key($"{key}-{status}")))).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        }
    }

    // Each time the customer orders, and the shop's people do the same again.
    private async Task<IReadOnlyList<CrashPoint>> RunAsync(Func<TestShop, Order, Task> work, bool onDisk, Func<TestShop, Order, Task> verify)
    {
        return await CrashTest.RunThroughEveryCrashAsync(WorkAsync, afterRestart: WorkAsync, VerifyAsync, onDisk ? UseDisk : null);

        async Task WorkAsync(TestShop shop)
        {
            var placed = await shop.PlaceAsync(TestBooks.Martian, work == DeliverTwoAndCancelOneAsync ? 3 : 2, "checkout-1");
            await RestAsync(shop, placed.Order!.Id);
            if ((await shop.Sales.FindOrderAsync(placed.Order.Id))! is { Status: not OrderStatus.Rejected } order)
            {
                await work(shop, order);
            }
        }

        async Task VerifyAsync(TestShop shop)
        {
            var order = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Single();
            if (order.Status == OrderStatus.Rejected)
            {
                return;
            }

            await verify(shop, order);
            ((await shop.Gateway.ReadLedgerAsync()).Single().Refunded?.Amount ?? 0m).ShouldBe(order.Refunded.Amount);
        }
    }

    private void UseDisk(TestShopOptions options)
    {
        var file = Path.Combine(_folder, $"{++_shops}.db");
        options.Store = bookstore => bookstore.UseSqlite($"Data Source={file}");
    }

    private static async Task<(decimal Amount, RefundStatus Status)[]> RefundsOf(TestShop shop, Order order) =>
        [.. (await shop.Services.GetRequiredService<IRefundService>().ListAsync(order.Id)).Select(static refund => (refund.Amount.Amount, refund.Status))];

    // A call of the host that died is made again when its lease has ended.
    private static async Task RestAsync(TestShop shop, Guid orderId)
    {
        await shop.RunBackgroundWorkAsync();
        for (var minute = 0; minute < 10 && (await shop.Sales.FindOrderAsync(orderId))! is { Status: OrderStatus.Pending } or { PaymentStatus: PaymentStatus.Authorized } or { RefundPending.MinorUnits: > 0 }; minute++)
        {
            shop.Time.Advance(TimeSpan.FromMinutes(1));
            await shop.RunBackgroundWorkAsync();
        }
    }

    private static IdempotencyKey Key(string key) => new("test", key);
}
