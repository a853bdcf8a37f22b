using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>A shop, and the steps of an order that is delivered in parts.</summary>
public abstract class DeliveriesInParts : IAsyncLifetime
{
    private protected TestShop Shop { get; private set; } = null!;

    public async Task InitializeAsync() => Shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await Shop.DisposeAsync();

    private protected static ScheduleDeliveryRequest Request(Order order, params (Isbn Isbn, int Quantity)[] lines) =>
        new() { OrderId = order.Id, Address = "123 Main St", Lines = [.. lines.Select(static line => new DeliveryLine(line.Isbn, line.Quantity))] };

    // Three of the one and two of the other, paid for.
    private protected async Task<Order> PlaceAsync()
    {
        var placed = await Shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { Lines = [new PlaceOrderLine(TestShop.Martian, 3), new PlaceOrderLine(TestShop.Odyssey, 2)] });
        await Shop.Settlement.RunOnceAsync();
        return placed.Order!;
    }

    private protected async Task<Delivery> ScheduleAsync(Order order, params (Isbn Isbn, int Quantity)[] lines)
    {
        var scheduled = await Shop.Deliveries.ScheduleAsync(Request(order, lines));
        scheduled.Outcome.ShouldBe(ScheduleDeliveryOutcome.Scheduled);
        return scheduled.Delivery!;
    }

    private protected async Task MoveAsync(Guid id, DeliveryStatus status) => (await Shop.Deliveries.MoveAsync(id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved, status.ToString());

    private protected async Task<Order> ShouldCountAsync(Order order, Fulfilment fulfilment, (int Cancelled, int Dispatched, int Delivered) martian, (int Cancelled, int Dispatched, int Delivered) odyssey)
    {
        var now = await Shop.OrderAsync(order.Id);
        now.Fulfilment.ShouldBe(fulfilment);
        Counts(TestShop.Martian).ShouldBe(martian);
        Counts(TestShop.Odyssey).ShouldBe(odyssey);
        return now;

        (int Cancelled, int Dispatched, int Delivered) Counts(Isbn isbn) => now.Lines.Where(line => line.Isbn == isbn).Select(static line => (line.Cancelled, line.Dispatched, line.Delivered)).Single();
    }
}
