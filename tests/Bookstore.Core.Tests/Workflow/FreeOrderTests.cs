using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>An order of total zero needs no payment: no gateway is called from its opening to its cancellation.</summary>
public sealed class FreeOrderTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(TestShop.Card)]
    [InlineData(TestShop.Declined)]
    public async Task PlaceAsync_total_is_zero_is_confirmed_without_the_gateway(string? card)
    {
        await using var shop = await OpenAsync();

        var placed = await shop.Workflow.PlaceAsync(Request(card, key: "k"));
        var replayed = await shop.Workflow.PlaceAsync(Request(card, key: "k"));

        (placed.Outcome, placed.Order!.Status, placed.Order.PaymentStatus).ShouldBe((PlaceOrderOutcome.Created, OrderStatus.Created, PaymentStatus.NotRequired));
        (replayed.Outcome, replayed.Replayed, replayed.Order).ShouldBe((PlaceOrderOutcome.Created, true, placed.Order));
        var record = (await shop.Store.FindOrderAsync(placed.Order.Id, default))!;
        (record.PendingAction, record.DueAt, record.LeaseHolder, record.Gateway).ShouldBe((null, null, null, null));
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(1);
        await shop.Recovery.RunOnceAsync();
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
        shop.Gateway.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlaceAsync_free_book_is_confirmed()
    {
        await using var shop = await OpenAsync();
        await shop.StockAsync(TestShop.Odyssey, "The Odyssey", "Homer", 0m, 1);

        var placed = await shop.PlaceAsync(TestShop.Odyssey, 2, card: null);

        (placed.Outcome, placed.Order!.Total.MinorUnits, placed.Order.PaymentStatus).ShouldBe((PlaceOrderOutcome.Created, 0, PaymentStatus.NotRequired));
    }

    [Fact]
    public async Task FreeOrder_is_delivered_like_any_other()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.Workflow.PlaceAsync(Request(null));
        var delivery = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = placed.Order!.Id, Address = "1 Main Street" })).Delivery!;

        foreach (var status in (DeliveryStatus[])[DeliveryStatus.Dispatched, DeliveryStatus.InTransit, DeliveryStatus.Delivered])
        {
            (await shop.Deliveries.MoveAsync(delivery.Id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        }

        (await shop.OrderAsync(placed.Order.Id)).Status.ShouldBe(OrderStatus.Delivered);
        (await shop.StockAsync(TestShop.Martian)).OnHand.ShouldBe(9);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_free_order_owes_nothing()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.Workflow.PlaceAsync(Request(null));

        var cancelled = await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id, IdempotencyKey = new IdempotencyKey("test", "c") });
        var again = await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order.Id, IdempotencyKey = new IdempotencyKey("test", "c") });

        (cancelled.Order!.Status, cancelled.Order.PaymentStatus).ShouldBe((OrderStatus.Cancelled, PaymentStatus.NotRequired));
        again.Replayed.ShouldBeTrue();
        var record = (await shop.Store.FindOrderAsync(placed.Order.Id, default))!;
        (record.PendingAction, record.DueAt).ShouldBe((null, null));
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        (await shop.Settlement.RunOnceAsync()).ShouldBe(0);
        await shop.ShouldHoldAsync();
        shop.Gateway.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task PlaceAsync_free_order_from_a_cart_takes_its_copies_over()
    {
        await using var shop = await OpenAsync();
        var cart = Guid.CreateVersion7();
        await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = cart, Lines = [new ReservationLine(TestShop.Martian, 1)] });

        (await shop.Workflow.PlaceAsync(Request(null) with { ReservationId = cart })).Outcome.ShouldBe(PlaceOrderOutcome.Created);

        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(1);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ReconcileAsync_payment_of_a_free_order_is_found()
    {
        await using var shop = await OpenAsync();
        var placed = await shop.Workflow.PlaceAsync(Request(null));
        await shop.Gateway.AuthorizeAsync(new AuthorizeRequest(placed.Order!.Id, new Money(1m, "USD"), new PaymentToken(TestShop.Card)), default);

        (await shop.Audit.ReconcileAsync(new AuditRequest { SecondLookAfter = TimeSpan.Zero })).Findings.ShouldHaveSingleItem().Code.ShouldBe("payment_amount_mismatch");
    }

    private static Task<TestShop> OpenAsync() => TestShop.OpenAsync();

    // A voucher of the whole price.
    private static PlaceOrderRequest Request(string? card, string? key = null) =>
        TestShop.Request(TestShop.Martian, card: card, key: key) with { Adjustments = [new("voucher", new Money(-12.99m, "USD"))] };
}
