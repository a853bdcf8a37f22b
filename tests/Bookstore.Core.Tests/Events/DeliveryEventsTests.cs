using System.Text.Json;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Events;

/// <summary>Every status that a delivery gets has an event of its own, also where the order ends with it.</summary>
public sealed class DeliveryEventsTests : IAsyncLifetime
{
    private static readonly Isbn Other = Isbn.Parse("9780306406157");

    private static readonly Dictionary<DeliveryStatus, DeliveryStatus[]> Ways = new()
    {
        [DeliveryStatus.Scheduled] = [],
        [DeliveryStatus.Dispatched] = [DeliveryStatus.Dispatched],
        [DeliveryStatus.InTransit] = [DeliveryStatus.Dispatched, DeliveryStatus.InTransit],
        [DeliveryStatus.Failed] = [DeliveryStatus.Dispatched, DeliveryStatus.Failed],
        [DeliveryStatus.Delivered] = [DeliveryStatus.Dispatched, DeliveryStatus.Delivered],
    };

    private TestShop _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = await TestShop.OpenAsync();
        await _shop.StockAsync(Other, "Other", "Somebody", 10m, 1_000);
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_step_of_a_delivery_has_one_event_of_the_delivery_before_that_of_the_order(bool isPart)
    {
        var steps = 0;
        foreach (var (from, way) in Ways)
        {
            foreach (var to in Enum.GetValues<DeliveryStatus>().Where(to => DeliveryRules.TryMove(from, to, isDispatched: from != DeliveryStatus.Scheduled, out _)))
            {
                var (order, delivery) = await ScheduleAsync(isPart);
                foreach (var status in way)
                {
                    await MoveAsync(delivery, status);
                }

                var before = await _shop.OrderAsync(order);
                await MoveAsync(delivery, to);
                var after = await _shop.OrderAsync(order);

                var told = (await OfAsync(order)).Where(happened => happened.Sequence > before.Version).ToList();
                told[0].Type.ShouldBe(DeliveryRules.EventOf(to), $"{from} to {to}");
                DeliveryOf(told[0]).ShouldBe(delivery);
                string[] ofOrder = after.Status == before.Status ? [] : [after.Status == OrderStatus.Cancelled ? EventTypes.OrderCancelled : EventTypes.OrderFulfilled];
                told.Skip(1).Select(static happened => happened.Type).Where(static type => type != EventTypes.RefundCreated).ShouldBe(ofOrder, $"{from} to {to}");
                steps++;
            }
        }

        steps.ShouldBe(17);
        await FeedAssert.ShouldMatchAsync(_shop.Store);
    }

    [Fact]
    public async Task An_order_that_is_cancelled_tells_each_of_its_deliveries_that_is_called_off()
    {
        var order = await PlaceAsync(TestShop.Card);
        var first = await ScheduleAsync(order, 1);
        var second = await ScheduleAsync(order, 2);
        var before = await _shop.OrderAsync(order);

        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });

        var told = (await OfAsync(order)).Where(happened => happened.Sequence > before.Version).ToList();
        told.Select(static happened => happened.Type).ShouldBe([EventTypes.DeliveryCancelled, EventTypes.DeliveryCancelled, EventTypes.OrderCancelled, EventTypes.RefundCreated]);
        told.Take(2).Select(DeliveryOf).ShouldBe([first, second], ignoreOrder: true);
        (await _shop.OrderAsync(order)).Version.ShouldBe(before.Version + 4);
        await FeedAssert.ShouldMatchAsync(_shop.Store);
    }

    [Fact]
    public async Task An_order_whose_payment_is_given_up_tells_its_delivery_that_is_called_off()
    {
        var order = await PlaceAsync("4000000000001976");
        var delivery = await ScheduleAsync(order, 3);
        var before = await _shop.OrderAsync(order);

        (await _shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = order, Attention = AttentionReason.CaptureRefused, Reason = "no answer" })).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);

        var told = (await OfAsync(order)).Where(happened => happened.Sequence > before.Version).ToList();
        told.Select(static happened => happened.Type).ShouldBe([EventTypes.DeliveryCancelled, EventTypes.OrderCancelled]);
        DeliveryOf(told[0]).ShouldBe(delivery);
        await FeedAssert.ShouldMatchAsync(_shop.Store);
    }

    private static Guid DeliveryOf(BookstoreEvent happened)
    {
        using var data = JsonDocument.Parse(happened.Data);
        return data.RootElement.GetProperty("delivery_id").GetGuid();
    }

    private async Task<(Guid Order, Guid Delivery)> ScheduleAsync(bool isPart)
    {
        var order = await PlaceAsync(TestShop.Card);
        return (order, await ScheduleAsync(order, isPart ? 1 : 3));
    }

    private async Task<Guid> PlaceAsync(string card)
    {
        var placed = await _shop.PlaceAsync(Other, quantity: 3, card: card);
        await _shop.Settlement.RunOnceAsync();
        return placed.Order!.Id;
    }

    private async Task<Guid> ScheduleAsync(Guid order, int copies) =>
        (await _shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "1 Main Street", Lines = [new DeliveryLine(Other, copies)] })).Delivery!.Id;

    private async Task MoveAsync(Guid delivery, DeliveryStatus status) => (await _shop.Deliveries.MoveAsync(delivery, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved, status.ToString());

    private async Task<List<BookstoreEvent>> OfAsync(Guid order) =>
        [.. (await FeedAssert.ReadAllAsync(_shop.Store)).Where(happened => happened.Resource == $"orders/{order}").OrderBy(static happened => happened.Sequence)];
}
