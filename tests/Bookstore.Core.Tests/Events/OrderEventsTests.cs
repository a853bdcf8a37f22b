using System.Text;
using System.Text.Json;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Events;

/// <summary>What the feed says of orders, their deliveries, books and stock.</summary>
public sealed class OrderEventsTests
{
    [Fact]
    public async Task Placing_an_order_and_delivering_it_is_told_step_by_step()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street" });
        await shop.Deliveries.MoveAsync(scheduled.Delivery!.Id, DeliveryStatus.Dispatched);
        await shop.Deliveries.MoveAsync(scheduled.Delivery.Id, DeliveryStatus.Delivered);

        var events = await OfAsync(shop, order.Id);
        events.Select(happened => (happened.Sequence, happened.Type)).ShouldBe(
        [
            (1L, EventTypes.OrderCreated), (2L, EventTypes.PaymentCaptured), (3L, EventTypes.DeliveryScheduled), (4L, EventTypes.DeliveryDispatched), (5L, EventTypes.DeliveryDelivered), (6L, EventTypes.OrderFulfilled),
        ]);
        using var created = JsonDocument.Parse(events[0].Data);
        created.RootElement.GetProperty("order_id").GetGuid().ShouldBe(order.Id);
        created.RootElement.GetProperty("status").GetString().ShouldBe("created");
        created.RootElement.GetProperty("payment_status").GetString().ShouldBe("authorized");
        created.RootElement.GetProperty("total").GetDecimal().ShouldBe(12.99m);
        created.RootElement.GetProperty("currency").GetString().ShouldBe("USD");
        created.RootElement.GetProperty("pending_action").GetString().ShouldBe("capture");
        created.RootElement.GetProperty("previous_status").GetString().ShouldBe("pending");
        await FeedAssert.ShouldMatchAsync(shop.Store);
    }

    [Fact]
    public async Task An_order_that_costs_nothing_is_created_with_its_first_version()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.StockAsync(Isbn.Parse("9780306406157"), "Free", "Nobody", 0m, 2);

        var placed = await shop.PlaceAsync(Isbn.Parse("9780306406157"), card: null);

        (await OfAsync(shop, placed.Order!.Id)).Select(happened => (happened.Sequence, happened.Type)).ShouldBe([(1L, EventTypes.OrderCreated)]);
    }

    [Fact]
    public async Task An_order_that_waited_before_orders_began_with_version_zero_goes_on_with_two()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost)).Order!.Id;
        var record = (await shop.Store.FindOrderAsync(order, default))!;
        await Audit.BookstoreAuditTests.TamperAsync(shop, keys => keys.Orders.Add(order), records => records.Orders.Put(order, record with { Order = record.Order with { Version = 1 } }));

        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Recovery.RunOnceAsync();

        (await OfAsync(shop, order)).Select(happened => (happened.Sequence, happened.Type)).ShouldBe([(2L, EventTypes.OrderCreated)]);
        (await shop.Audit.VerifyAsync()).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_declined_order_is_rejected()
    {
        await using var shop = await TestShop.OpenAsync();

        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.Declined);

        (await OfAsync(shop, placed.Order!.Id)).Select(happened => happened.Type).ShouldBe([EventTypes.OrderRejected]);
    }

    [Fact]
    public async Task A_cancelled_order_with_a_scheduled_delivery_is_told_once_for_each_change()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street" });
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        await shop.Settlement.RunOnceAsync();

        (await OfAsync(shop, order.Id)).Select(happened => happened.Type).ShouldBe(
            [EventTypes.OrderCreated, EventTypes.PaymentCaptured, EventTypes.DeliveryScheduled, EventTypes.DeliveryCancelled, EventTypes.OrderCancelled, EventTypes.RefundCreated, EventTypes.RefundSucceeded]);
        await FeedAssert.ShouldMatchAsync(shop.Store);
    }

    [Fact]
    public async Task No_event_has_anything_of_the_customer_the_card_or_the_address()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street" });

        var text = string.Concat((await FeedAssert.ReadAllAsync(shop.Store)).Select(happened => Encoding.UTF8.GetString(happened.Data.Span)));

        text.ShouldNotContain("cust-1");
        text.ShouldNotContain("Main");
        text.ShouldNotContain("4111");
    }

    [Fact]
    public async Task A_book_and_its_stock_share_a_sequence()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Algorithms, quantity: 3);
        await shop.Inventory.SaveBookAsync(new Book { Isbn = TestShop.Algorithms, Title = "Introduction to Algorithms", Author = "Cormen et al.", Price = new Money(79.99m, "USD") });
        await shop.Inventory.SaveBookAsync(new Book { Isbn = TestShop.Algorithms, Title = "Introduction to Algorithms", Author = "Cormen et al.", Price = new Money(79.99m, "USD") });

        var events = (await FeedAssert.ReadAllAsync(shop.Store)).Where(happened => happened.Resource == $"books/{TestShop.Algorithms}").ToList();

        events.Select(happened => (happened.Sequence, happened.Type)).ShouldBe(
            [(1L, EventTypes.BookSaved), (2L, EventTypes.StockChanged), (3L, EventTypes.StockDepleted), (4L, EventTypes.BookSaved)]);
        Encoding.UTF8.GetString(events[1].Data.Span).ShouldBe("""{"isbn":"9780262033848","kind":"received","on_hand_change":3,"on_hand":3,"reserved":0,"available":3}""");
        Encoding.UTF8.GetString(events[2].Data.Span).ShouldBe("""{"isbn":"9780262033848","on_hand":3,"reserved":3,"available":0}""");
        Encoding.UTF8.GetString(events[3].Data.Span).ShouldBe("""{"isbn":"9780262033848","added":false,"price":79.99,"currency":"USD","changed":["price"]}""");
    }

    [Fact]
    public async Task An_order_out_of_a_cart_that_has_the_last_copies_does_not_say_again_that_they_are_gone()
    {
        await using var shop = await TestShop.OpenAsync();
        var held = await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = Guid.CreateVersion7(), Lines = [new ReservationLine(TestShop.Algorithms, 3)], Duration = TimeSpan.FromMinutes(5) });
        await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Algorithms, 3) with { ReservationId = held.Reservation!.Id });

        (await FeedAssert.ReadAllAsync(shop.Store)).Count(happened => happened.Type == EventTypes.StockDepleted).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_appended_where_events_are_off()
    {
        await using var shop = await TestShop.OpenAsync(options => options.Events.Enabled = false);
        await shop.PlaceCapturedAsync(TestShop.Martian);

        (await shop.Store.ReadLastEventAsync(default)).ShouldBe(0);
    }

    private static async Task<List<BookstoreEvent>> OfAsync(TestShop shop, Guid order) =>
        [.. (await FeedAssert.ReadAllAsync(shop.Store)).Where(happened => happened.Resource == $"orders/{order}")];
}
