using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>An order is loaded with all its deliveries: what operations on it weigh in a batch.</summary>
public sealed class DeliveryWeightTests
{
    private const int Orders = 4;
    private const int MaxBatchRecords = 64;

    [Fact]
    public async Task ScheduleAsync_orders_with_many_deliveries_loads_no_more_than_a_batch_may_have()
    {
        var store = new WatchedStore(new InMemoryStore());
        await using var shop = await TestShop.OpenAsync(options => options.WritePath.MaxBatchRecords = MaxBatchRecords, _ => store);
        var orders = await OrdersWithManyDeliveriesAsync(shop);
        var gate = store.HoldNext();
        var first = shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "held" });
        await gate.Begun;
        store.MostLoaded = 0;

        var scheduled = orders.ConvertAll(order => ScheduleAsync(shop, order));
        while (shop.Commit.Waiting < Orders)
        {
            await Task.Yield();
        }

        gate.Release();
        await first;

        (await Task.WhenAll(scheduled)).ShouldAllBe(result => result.Outcome == ScheduleDeliveryOutcome.Scheduled);
        store.MostLoaded.ShouldBeInRange(Order.MaxDeliveries, MaxBatchRecords);
    }

    [Fact]
    public async Task Weight_order_with_all_its_deliveries_counts_them()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = (await OrdersWithManyDeliveriesAsync(shop))[0];
        var id = (await ScheduleAsync(shop, order)).Delivery!.Id;
        var record = (await shop.Store.FindOrderAsync(order.Id, default))!;
        var delivery = (await shop.Store.FindDeliveryAsync(id, default))!;
        var now = await shop.Clock.MomentAsync(default);
        var lease = new OrderLease(order.Id, Guid.NewGuid(), now.Store, now.Store);
        Operation[] operations =
        [
            new ScheduleDelivery(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "a" }, Guid.NewGuid(), true, now),
            new AcquireDeliveryLease(delivery, lease, now.Store),
            new RecordCourierResult(delivery, new CourierResult(CourierResultKind.Done), null, now.Store, now, TimeSpan.Zero),
            new ResolveDelivery(order.Id, new ResolveDeliveryRequest { DeliveryId = id, Resolution = DeliveryResolution.Retry }, now),
            new MoveDelivery(record, id, DeliveryStatus.Dispatched, null, null, now, Guid.NewGuid()),
            new CancelOrder(record, null, null, now, now.Store, Guid.NewGuid()),
            new ResolvePayment(record, OrderTrigger.RetryPayment, null, null, null, null, now),
            new PostponeOrder(record, now.Store),
            new RecordSettlement(new CompletedAction(record, OrderTrigger.Captured, now, now.Store)),
            new AcquireOrderLease(lease, OrderWork.Settlement, isDue: true, OrderChange.RecordsOf(record)),
        ];

        operations.ShouldAllBe(operation => operation.Weight > Order.MaxDeliveries);
    }

    [Fact]
    public async Task Weight_order_that_was_just_confirmed_is_one_record()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var record = (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!;
        var now = await shop.Clock.MomentAsync(default);

        new RecordSettlement(new CompletedAction(record, OrderTrigger.Captured, now, now.Store), new CompletedAction(record, OrderTrigger.Captured, now, now.Store)).Weight.ShouldBe(2);
    }

    [Fact]
    public async Task Weight_order_from_a_cart_counts_the_copies_that_go_back_to_the_cart()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var record = (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!;
        var fromCart = record with { ReservationId = Guid.NewGuid() };
        var now = await shop.Clock.MomentAsync(default);

        new CancelOrder(record, null, null, now, now.Store, Guid.NewGuid()).Weight.ShouldBe(2);
        new CancelOrder(fromCart, null, null, now, now.Store, Guid.NewGuid()).Weight.ShouldBe(4);
        new RejectOrder(fromCart, OrderTrigger.Decline, null, now, now.Store).Weight.ShouldBe(4);
    }

    // Each has one delivery less than it may have, and none of them is active.
    private static async Task<List<Order>> OrdersWithManyDeliveriesAsync(TestShop shop)
    {
        var orders = new List<Order>();
        for (var i = 0; i < Orders; i++)
        {
            var order = await shop.PlaceCapturedAsync(TestShop.Odyssey);
            orders.Add(order);
            for (var count = 1; count < Order.MaxDeliveries; count++)
            {
                var scheduled = await ScheduleAsync(shop, order);
                (await shop.Deliveries.MoveAsync(scheduled.Delivery!.Id, DeliveryStatus.Cancelled)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
            }
        }

        return orders;
    }

    private static Task<ScheduleDeliveryResult> ScheduleAsync(TestShop shop, Order order) =>
        shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street" });
}
