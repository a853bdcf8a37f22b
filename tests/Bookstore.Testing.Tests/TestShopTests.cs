using Bookstore.Payments.Simulated;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

public sealed class TestShopTests
{
    [Fact]
    public async Task PlaceAsync_nothing_planned_is_created_and_captured_in_the_background()
    {
        await using var shop = await TestShop.OpenAsync();

        var placed = await shop.PlaceAsync(TestBooks.Martian, 2);
        await shop.RunBackgroundWorkAsync();

        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await OrderAsync(shop, placed)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        (await shop.Gateway.ReadLedgerAsync()).Single().Amount.ShouldBe(new Money(25.98m, "USD"));
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    [Theory]
    [InlineData(CallFault.Refuse, PlaceOrderOutcome.Declined, OrderStatus.Rejected, PaymentStatus.Declined)]
    [InlineData(CallFault.Fail, PlaceOrderOutcome.Pending, OrderStatus.Rejected, PaymentStatus.Voided)]
    [InlineData(CallFault.LoseAnswer, PlaceOrderOutcome.Pending, OrderStatus.Created, PaymentStatus.Captured)]
    [InlineData(CallFault.AnswerUnknown, PlaceOrderOutcome.Pending, OrderStatus.Rejected, PaymentStatus.Voided)]
    [InlineData(CallFault.Hang, PlaceOrderOutcome.Pending, OrderStatus.Rejected, PaymentStatus.Voided)]
    [InlineData(CallFault.HangAfterEffect, PlaceOrderOutcome.Pending, OrderStatus.Created, PaymentStatus.Captured)]
    [InlineData(CallFault.ArriveLate, PlaceOrderOutcome.Pending, OrderStatus.Rejected, PaymentStatus.Voided)]
    [InlineData(CallFault.ArriveTwice, PlaceOrderOutcome.Created, OrderStatus.Created, PaymentStatus.Captured)]
    public async Task PlaceAsync_authorization_fails_is_completed_by_the_background(CallFault fault, PlaceOrderOutcome told, OrderStatus status, PaymentStatus payment)
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.Plan(GatewayOperation.Authorize, fault);

        var placed = await shop.PlaceAsync(TestBooks.Martian);
        await shop.DrainAsync();
        await shop.Gateway.DeliverLateCallsAsync();

        placed.Outcome.ShouldBe(told);
        var order = await OrderAsync(shop, placed);
        (order.Status, order.PaymentStatus).ShouldBe((status, payment));
        shop.Gateway.Calls[0].ShouldBe(new GatewayCallRecord(GatewayOperation.Authorize, order.Id, fault));
        shop.Gateway.IsHanging.ShouldBeFalse();
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    [Theory]
    [InlineData(CallFault.Fail, PaymentStatus.Captured)]
    [InlineData(CallFault.LoseAnswer, PaymentStatus.Captured)]
    [InlineData(CallFault.AnswerUnknown, PaymentStatus.Captured)]
    [InlineData(CallFault.Hang, PaymentStatus.Captured)]
    [InlineData(CallFault.ArriveTwice, PaymentStatus.Captured)]
    [InlineData(CallFault.Refuse, PaymentStatus.CaptureFailed)]
    public async Task DrainAsync_capture_goes_wrong_is_settled_once(CallFault fault, PaymentStatus payment)
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.Plan(GatewayOperation.Capture, fault);

        var placed = await shop.PlaceAsync(TestBooks.Martian);
        await shop.DrainAsync();

        (await OrderAsync(shop, placed)).PaymentStatus.ShouldBe(payment);
        (await shop.Gateway.ReadLedgerAsync()).Count.ShouldBe(1);
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    [Theory]
    [InlineData(CallFault.Fail, DeliveryStatus.Scheduled)]
    [InlineData(CallFault.LoseAnswer, DeliveryStatus.Scheduled)]
    [InlineData(CallFault.Hang, DeliveryStatus.Scheduled)]
    [InlineData(CallFault.Refuse, DeliveryStatus.Failed)]
    public async Task DrainAsync_booking_goes_wrong_is_booked_once_or_fails(CallFault fault, DeliveryStatus status)
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Courier.Plan(CourierOperation.Book, fault);
        var placed = await shop.PlaceAsync(TestBooks.Martian);
        await shop.DrainAsync();

        var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = placed.Order!.Id, Address = "1 Main Street" });
        await shop.DrainAsync();

        var delivery = (await shop.Deliveries.FindAsync(scheduled.Delivery!.Id))!;
        delivery.Status.ShouldBe(status);
        shop.Courier.Ledger.Count.ShouldBe(status == DeliveryStatus.Failed ? 0 : 1);
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    [Fact]
    public async Task RestartAsync_while_an_order_is_under_way_keeps_the_records_and_drops_the_rest()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.Plan(GatewayOperation.Authorize, CallFault.HangAfterEffect);
        var underWay = shop.Orders.PlaceAsync(new PlaceOrderRequest { CustomerId = "c", Lines = [new PlaceOrderLine(TestBooks.Martian, 1)], Payment = new PaymentToken(TestCards.Approved) });
        var before = shop.Orders;
        await shop.FinishAsync(WhenHangingAsync(shop));

        await shop.RestartAsync();
        await shop.DrainAsync();

        underWay.IsCompleted.ShouldBeFalse();
        shop.Orders.ShouldNotBeSameAs(before);
        shop.LastCrash.ShouldBeNull();
        (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Single().PaymentStatus.ShouldBe(PaymentStatus.Captured);
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    [Fact]
    public async Task OpenAsync_services_of_ones_own_take_the_place_of_the_scripted_ones()
    {
        var gateway = new SimulatedPaymentGateway();
        var courier = new ScriptedCourier("pigeon");
        await using var shop = await TestShop.OpenAsync(options =>
        {
            options.Services = services => services.AddSingleton<IPaymentGateway>(gateway).AddSingleton<ICourier>(courier);
            options.Bookstore = bookstore => bookstore.GatewayTimeout = TimeSpan.FromSeconds(3);
            options.HasBooks = false;
        });
        await shop.StockAsync(new Book { Isbn = TestBooks.Odyssey, Title = "T", Author = "A", Price = new Money(1m, "EUR") }, 1);

        var placed = await shop.PlaceAsync(TestBooks.Odyssey);
        await shop.DrainAsync();
        var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = placed.Order!.Id, Address = "1 Main Street", Courier = "pigeon" });
        await shop.DrainAsync();

        (await gateway.FindAsync(new FindRequest(placed.Order.Id, null), default))!.Status.ShouldBe(GatewayPaymentStatus.Captured);
        shop.Gateway.Calls.ShouldBeEmpty();
        courier.Ledger.Single().DeliveryId.ShouldBe(scheduled.Delivery!.Id);
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    [Fact]
    public void Plan_what_cannot_be_refused_throws()
    {
        Should.Throw<ArgumentException>(() => new ScriptedPaymentGateway().Plan(GatewayOperation.Find, CallFault.Refuse));
        Should.Throw<ArgumentException>(() => new ScriptedCourier().Plan(CourierOperation.Cancel, CallFault.Fail, 0));
    }

    private static async Task<bool> WhenHangingAsync(TestShop shop)
    {
        while (!shop.Gateway.IsHanging)
        {
            await Task.Yield();
        }

        return true;
    }

    private static async Task<Order> OrderAsync(TestShop shop, PlaceOrderResult placed) => (await shop.Sales.FindOrderAsync(placed.Order!.Id)).ShouldNotBeNull();
}
