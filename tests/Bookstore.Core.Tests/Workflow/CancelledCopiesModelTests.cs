using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>Random partial cancels, deliveries, losses and returns of one order against a model in a page: money to the cent, stock to the copy.</summary>
public sealed class CancelledCopiesModelTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Money_given_back_is_what_the_copies_that_are_gone_were_worth(int seed)
    {
        var random = new Random(seed);
        await using var shop = await TestShop.OpenAsync();
        var order = await PlaceAsync(shop, random);
        var model = order.Lines.ToDictionary(static line => line.Isbn, static line => new Copies(line.Quantity));
        var onHand = await OnHandAsync(shop, order);
        for (var step = 0; step < 25; step++)
        {
            await StepAsync(shop, random, order, model);
            var now = await shop.OrderAsync(order.Id);
            (now.Refunded.MinorUnits + now.RefundPending.MinorUnits).ShouldBe(Due(order, model), $"seed {seed}, step {step}: {now}");
            if (random.Next(4) == 0)
            {
                await shop.Settlement.RunOnceAsync();
            }
        }

        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
        (await shop.PaymentAsync(order.Id))!.Refunded.GetValueOrDefault(order.Total * 0).MinorUnits.ShouldBe(Due(order, model));
        foreach (var (isbn, copies) in model)
        {
            var stock = await shop.StockAsync(isbn);
            (stock.OnHand, stock.Reserved).ShouldBe((onHand[isbn] - copies.Road - copies.Arrived - copies.Lost, copies.Home), $"seed {seed}, {isbn}");
        }
    }

    private static async Task StepAsync(TestShop shop, Random random, Order order, Dictionary<Isbn, Copies> model)
    {
        var isbn = order.Lines[random.Next(order.Lines.Count)].Isbn;
        var quantity = random.Next(1, 3);
        var deliveries = (await shop.Deliveries.ListAsync(new DeliveryQuery { OrderId = order.Id })).Items;
        switch (random.Next(4))
        {
            case 0:
                var cancelled = await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id, Items = [new CancelOrderItem(isbn, quantity)] });
                Count(cancelled.Outcome == CancelOrderOutcome.Cancelled, isbn, quantity, model, static (copies, moved) => copies with { Home = copies.Home - moved, Cancelled = copies.Cancelled + moved });
                break;
            case 1:
                await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St", Lines = [new DeliveryLine(isbn, quantity)] });
                break;
            default:
                if (deliveries.Count > 0)
                {
                    await MoveAsync(shop, random, deliveries[random.Next(deliveries.Count)], order, model);
                }

                break;
        }
    }

    private static async Task MoveAsync(TestShop shop, Random random, Delivery delivery, Order order, Dictionary<Isbn, Copies> model)
    {
        DeliveryStatus[] ways = [DeliveryStatus.Dispatched, DeliveryStatus.InTransit, DeliveryStatus.Delivered, DeliveryStatus.Returned, DeliveryStatus.Lost, DeliveryStatus.Cancelled];
        var to = ways[random.Next(ways.Length)];
        var moved = (await shop.Deliveries.MoveAsync(delivery.Id, to)).Outcome == MoveDeliveryOutcome.Moved && delivery.Status != to;
        foreach (var (isbn, quantity) in delivery.Lines.Count > 0 ? delivery.Lines.Select(static line => (line.Isbn, line.Quantity)) : order.Lines.Select(static line => (line.Isbn, line.Quantity)))
        {
            Count(moved, isbn, quantity, model, (copies, count) => (delivery.Status, to) switch
            {
                (_, DeliveryStatus.Dispatched) => copies with { Home = copies.Home - count, Road = copies.Road + count },
                (_, DeliveryStatus.Delivered) => copies with { Road = copies.Road - count, Arrived = copies.Arrived + count },
                (_, DeliveryStatus.Lost) => copies with { Road = copies.Road - count, Lost = copies.Lost + count },
                (DeliveryStatus.Delivered, DeliveryStatus.Returned) => copies with { Arrived = copies.Arrived - count, Back = copies.Back + count },
                (_, DeliveryStatus.Returned) => copies with { Road = copies.Road - count, Home = copies.Home + count },
                _ => copies,
            });
        }
    }

    private static void Count(bool happened, Isbn isbn, int quantity, Dictionary<Isbn, Copies> model, Func<Copies, int, Copies> move)
    {
        if (happened)
        {
            model[isbn] = move(model[isbn], quantity);
            model[isbn].ShouldSatisfyAllConditions(copies => copies.Home.ShouldBeGreaterThanOrEqualTo(0), copies => copies.Road.ShouldBeGreaterThanOrEqualTo(0), copies => copies.Arrived.ShouldBeGreaterThanOrEqualTo(0));
        }
    }

    // Where nothing is left with the customer or to come, all of it: shipping too. Else what the copies that are gone cost.
    private static long Due(Order order, Dictionary<Isbn, Copies> model) => model.Values.All(static copies => copies.Home + copies.Road + copies.Arrived == 0)
        ? order.Total.MinorUnits
        : order.Lines.Sum(line => line.WorthOf(model[line.Isbn].Cancelled + model[line.Isbn].Lost + model[line.Isbn].Back) is var worth ? worth.MinorUnits : 0);

    private static async Task<Order> PlaceAsync(TestShop shop, Random random)
    {
        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with
        {
            Lines = [new PlaceOrderLine(TestShop.Martian, random.Next(1, 5)), new PlaceOrderLine(TestShop.Odyssey, random.Next(1, 5))],
            Adjustments =
            [
                new OrderAdjustment(OrderAdjustment.Shipping, new Money(random.Next(0, 700) / 100m, "USD")),
                new OrderAdjustment(OrderAdjustment.Discount, new Money(-random.Next(0, 900) / 100m, "USD")),
                new OrderAdjustment(OrderAdjustment.Tax, new Money(random.Next(0, 333) / 100m, "USD")),
            ],
        });
        await shop.Settlement.RunOnceAsync();
        return placed.Order!;
    }

    private static async Task<Dictionary<Isbn, int>> OnHandAsync(TestShop shop, Order order)
    {
        var onHand = new Dictionary<Isbn, int>();
        foreach (var line in order.Lines)
        {
            onHand[line.Isbn] = (await shop.StockAsync(line.Isbn)).OnHand;
        }

        return onHand;
    }

    private sealed record Copies(int Home, int Road = 0, int Arrived = 0, int Cancelled = 0, int Lost = 0, int Back = 0);
}
