using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Sales;

/// <summary>An order's version counts the changes that a client can see: 0 as it was placed, then 1, 2, 3 and so on, and nothing else.</summary>
public sealed class OrderVersionTests
{
    [Fact]
    public async Task Version_order_that_is_delivered_counts_each_step_of_it()
    {
        var commits = new CommittedOrders();
        await using var shop = await TestShop.OpenAsync(decorate: commits.Watch);

        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        (await VersionAsync(shop, order.Id)).ShouldBe(2, "confirmed, captured");
        var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street" });
        (await VersionAsync(shop, order.Id)).ShouldBe(3);
        await shop.Couriers.RunOnceAsync();
        (await VersionAsync(shop, order.Id)).ShouldBe(3, "the booking is the delivery's own");
        await shop.Deliveries.MoveAsync(scheduled.Delivery!.Id, DeliveryStatus.Dispatched);
        await shop.Deliveries.MoveAsync(scheduled.Delivery.Id, DeliveryStatus.InTransit);
        await shop.Deliveries.MoveAsync(scheduled.Delivery.Id, DeliveryStatus.Delivered);

        (await VersionAsync(shop, order.Id)).ShouldBe(7, "dispatched, on its way, delivered, fulfilled");
        commits.Versions(order.Id).ShouldBe([0, 1, 2, 3, 4, 5, 7]);
    }

    [Fact]
    public async Task Version_work_of_hosts_leaves_it_as_it_is()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        var before = await RecordAsync(shop, placed.Order!.Id);

        shop.Time.Advance(TimeSpan.FromSeconds(5));
        await shop.Recovery.RunOnceAsync();

        var after = await RecordAsync(shop, placed.Order.Id);
        (after.Fence > before.Fence && after.Attempts > before.Attempts).ShouldBeTrue();
        (before.Version, after.Version).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Version_need_of_a_person_is_a_change()
    {
        var owing = OneOrder.With(OrderStatus.Created, PaymentStatus.Authorized, PaymentAction.Capture) with { Attempts = PaymentAttention.AttemptsUntilTold - 2 };
        owing = owing with { Order = owing.Order with { Version = 2 } };
        var later = await OneOrder.Holding(owing).DecideAsync(new PostponeOrder(owing, OneOrder.Later, OneOrder.Now));
        var told = await OneOrder.Holding(later).DecideAsync(new PostponeOrder(later, OneOrder.Later, OneOrder.Now));

        (later.Version, later.Order.Attention).ShouldBe((2, null));
        (told.Version, told.Order.Attention!.Reason).ShouldBe((3, AttentionReason.OutcomeUnknown));
        (await OneOrder.Holding(told).DecideAsync(new PostponeOrder(told, OneOrder.Later, OneOrder.Now))).Version.ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Version_random_operations_rise_by_one_with_each_visible_change_and_never_otherwise(int seed)
    {
        var commits = new CommittedOrders();
        await using var shop = await TestShop.OpenAsync(decorate: commits.Watch);
        var random = new Random(seed);
        var orders = new List<Guid> { (await shop.PlaceAsync(TestShop.Odyssey)).Order!.Id };
        string[] cards = [TestShop.Card, TestShop.Card, TestShop.Declined, TestShop.AnswerLost, TestShop.GatewayFails];
        for (var step = 0; step < 200; step++)
        {
            await StepAsync(shop, random, orders, cards);
        }

        orders.Count.ShouldBeGreaterThan(10);
        commits.Violations.ShouldBeEmpty();
        await FeedAssert.ShouldMatchAsync(shop.Store);
        orders.Max(order => commits.Versions(order).Count).ShouldBeGreaterThan(4);
        (await shop.Audit.VerifyAsync()).Findings.ShouldBeEmpty();
    }

    private static async Task StepAsync(TestShop shop, Random random, List<Guid> orders, string[] cards)
    {
        var order = orders[random.Next(orders.Count)];
        switch (random.Next(8))
        {
            case 0 or 1 when (await shop.PlaceAsync(TestShop.Odyssey, card: cards[random.Next(cards.Length)])).Order is { } placed:
                orders.Add(placed.Id);
                break;
            case 2:
                await shop.Settlement.RunOnceAsync();
                break;
            case 3:
                shop.Time.Advance(TimeSpan.FromSeconds(random.Next(60)));
                await shop.Recovery.RunOnceAsync();
                break;
            case 4 when random.Next(3) == 0:
                await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });
                break;
            case 5:
                await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "1 Main Street" });
                break;
            case 6 when (await shop.Sales.FindOrderAsync(order))?.DeliveryId is { } delivery:
                await shop.Deliveries.MoveAsync(delivery, (DeliveryStatus)random.Next(1, 9));
                break;
            default:
                await shop.Couriers.RunOnceAsync();
                break;
        }
    }

    private static async Task<OrderRecord> RecordAsync(TestShop shop, Guid order) => (await shop.Store.FindOrderAsync(order, default)).ShouldNotBeNull();

    private static async Task<int> VersionAsync(TestShop shop, Guid order) => (await RecordAsync(shop, order)).Version;

    /// <summary>What was committed of each order, where one operation at a time is.</summary>
    private sealed class CommittedOrders
    {
        private readonly List<(Guid Id, int Version)> _versions = [];

        public List<string> Violations { get; } = [];

        public IReadOnlyList<int> Versions(Guid order) => [.. _versions.Where(commit => commit.Id == order).Select(commit => commit.Version).Distinct()];

        public IBookstoreStore Watch(IBookstoreStore store) => new CommitWatchingStore(store, Note);

        private void Note(WorkingSet records)
        {
            foreach (var entry in records.Orders.Touched)
            {
                var isSeen = (entry.Loaded?.Order ?? entry.Current!.Order with { CustomerId = string.Empty }) with { Version = 0 } != entry.Current!.Order with { Version = 0 };
                _versions.Add((entry.Key, entry.Current.Version));

                // What ends an order ends its deliveries and makes a refund too, each a change of its own with its event.
                var isOpening = entry.Loaded is null && entry.Current.Order.Status == OrderStatus.Pending;
                var told = records.Events.Appended.Count(happened => happened.Resource == $"orders/{entry.Key}");
                if (entry.Current.Version != (entry.Loaded?.Version ?? 0) + told || (told > 0) != (isSeen && !isOpening))
                {
                    Violations.Add($"{entry.Loaded} became {entry.Current}");
                }
            }
        }
    }
}
