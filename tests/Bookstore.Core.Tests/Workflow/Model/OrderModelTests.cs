using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow.Model;

/// <summary>Random sequences of all that can happen to an order, against the model: money given back is what is due to the cent, stock is the ledger's, and fulfilment is what the deliveries say.</summary>
public sealed class OrderModelTests
{
    private const int Steps = 40;

    // No decimals, two, three.
    private static readonly string[] Currencies = ["JPY", "USD", "KWD"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 90)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_happens_to_an_order_is_what_the_model_says(int seed)
    {
        var random = new Random(seed);
        await using var shop = await TestShop.OpenAsync();
        var order = await PlaceAsync(shop, random, Currencies[seed % Currencies.Length]);
        var scene = new OrderScene(shop, random, order, new OrderModel(order));
        var onHand = new Dictionary<Isbn, int>();
        foreach (var line in order.Lines)
        {
            onHand[line.Isbn] = (await shop.StockAsync(line.Isbn)).OnHand;
        }

        for (var step = 0; step < Steps; step++)
        {
            await Any(random)(scene);
            await ShouldBeAsModelledAsync(scene, onHand, $"seed {seed}, step {step}, {scene}");
        }

        await EndAsync(scene);
        var elsewhere = scene.Model.Refunds.Where(static refund => refund.IsMarkedDone).Sum(static refund => refund.Amount);
        (await shop.PaymentAsync(order.Id))!.Refunded.GetValueOrDefault(order.Total * 0).MinorUnits.ShouldBe(scene.Model.Given - elsewhere, $"seed {seed}");
        await ShouldBeAsModelledAsync(scene, onHand, $"seed {seed}, at the end, {scene}");
        await shop.ShouldHoldAsync();
    }

    // What failed is tried again until it is made, or cannot be made any more.
    private static async Task EndAsync(OrderScene scene)
    {
        for (var round = 0; round < 10; round++)
        {
            foreach (var failed in scene.Model.Refunds.Where(static refund => refund is { IsFailed: true, IsResolved: false }).ToList())
            {
                await scene.ResolveAsync(failed, 0);
            }

            scene.Shop.Time.Advance(TimeSpan.FromHours(1));
            await scene.SettleAsync();
        }

        (await scene.Shop.OrderAsync(scene.Order.Id)).RefundPending.MinorUnits.ShouldBe(0);
    }

    private static async Task ShouldBeAsModelledAsync(OrderScene scene, Dictionary<Isbn, int> onHand, string when)
    {
        var now = await scene.Shop.OrderAsync(scene.Order.Id);
        (now.Refunded.MinorUnits + now.RefundPending.MinorUnits).ShouldBe(scene.Model.Given, when);
        (await scene.RefundsAsync()).Select(static refund => (refund.Amount.MinorUnits, refund.Status == RefundStatus.Failed)).ShouldBe(scene.Model.Refunds.Select(static refund => (refund.Amount, refund.IsFailed)), when);
        scene.Model.Given.ShouldBeInRange(0, now.Captured.MinorUnits, when);
        now.Fulfilment.ShouldBe(scene.Model.Fulfilment, when);
        foreach (var (isbn, copies) in scene.Model.Lines)
        {
            var stock = await scene.Shop.StockAsync(isbn);
            (stock.OnHand, stock.Reserved).ShouldBe((onHand[isbn] - copies.Road - copies.Arrived - copies.Lost - scene.Damaged.GetValueOrDefault(isbn), copies.Home), when);
        }
    }

    private static async Task<Order> PlaceAsync(TestShop shop, Random random, string currency)
    {
        Isbn[] isbns = [TestShop.Martian, TestShop.Odyssey, TestShop.Algorithms];
        var lines = isbns.Take(random.Next(1, 4)).Select(isbn => new PlaceOrderLine(isbn, random.Next(1, isbn == TestShop.Algorithms ? 3 : 6))).ToList();
        foreach (var line in lines)
        {
            await shop.Inventory.SaveBookAsync(new Book { Isbn = line.Isbn, Title = "A book", Author = "An author", Price = Money.FromMinorUnits(random.Next(500, 5_000), currency) });
        }

        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with
        {
            Lines = lines,
            Adjustments =
            [
                new OrderAdjustment(OrderAdjustment.Shipping, Money.FromMinorUnits(random.Next(0, 700), currency)),
                new OrderAdjustment(OrderAdjustment.Discount, Money.FromMinorUnits(-random.Next(0, 400), currency)),
                new OrderAdjustment(OrderAdjustment.Tax, Money.FromMinorUnits(random.Next(0, 333), currency)) { IsIncluded = random.Next(2) == 0 },
                new OrderAdjustment(OrderAdjustment.GiftWrap, Money.FromMinorUnits(random.Next(0, 100), currency)) { Isbn = lines[0].Isbn },
            ],
        });
        await shop.Settlement.RunOnceAsync();
        var order = await shop.OrderAsync(placed.Order!.Id);
        order.PaymentStatus.ShouldBe(PaymentStatus.Captured);
        return order;
    }

    private static Func<OrderScene, Task> Any(Random random)
    {
        var left = random.Next(OrderOperations.All.Sum(static operation => operation.Weight));
        return OrderOperations.All.First(operation => (left -= operation.Weight) < 0).Run;
    }
}
