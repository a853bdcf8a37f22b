using Bookstore.Deliveries;
using Bookstore.Support;
using Shouldly;
using Xunit;
using GatewayOperation = Bookstore.Testing.GatewayOperation;

namespace Bookstore.Workflow;

/// <summary>A call to the outside that hangs delays its own order or delivery alone.</summary>
public sealed class StuckCallTests
{
    private const int Others = 20;

    private static readonly TimeSpan WithinFiveSeconds = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Find_of_one_order_hangs_twenty_other_customers_who_acted_at_the_bank_are_confirmed_within_five_seconds()
    {
        await using var shop = await OpenAsync();
        await using var end = new TimeOut(shop);
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(new Uri("https://bank.example/3ds")));
        var stuck = await PlaceAsync(shop);
        var others = await PlaceAsync(shop, Others);
        var begun = new HeldCall();
        var status = GatewayPaymentStatus.RequiresAction;
        shop.Gateway.OnFind = (request, inner) => request.OrderId == stuck ? begun.HoldAsync(inner) : ValueTask.FromResult<GatewayPayment?>(new GatewayPayment
        {
            OrderId = request.OrderId,
            Status = status,
            Amount = status == GatewayPaymentStatus.Authorized ? new Money(9.50m, "USD") : null,
            TransactionId = "tx",
        });
        shop.Start(shop.Recovery.Rounds);
        shop.Time.Advance(CustomerPolls.Interval);
        await InTime(begun.Begun);
        await UntilAsync(() => Task.FromResult(Asked(shop).Count() == Others + 1 && shop.Recovery.Rounds.Sum(round => round.Items!.InProgress) == 1));

        status = GatewayPaymentStatus.Authorized;
        Pass(shop, WithinFiveSeconds);

        await UntilAsync(() => AllAsync(shop, others, order => order.Status == OrderStatus.Created));
        Asked(shop).Count(order => order == stuck).ShouldBe(1);
        begun.Release();
    }

    [Fact]
    public async Task Find_of_one_order_hangs_orders_that_are_due_later_are_recovered_within_five_seconds()
    {
        await using var shop = await OpenAsync();
        await using var end = new TimeOut(shop);
        shop.Gateway.OnAuthorize = async (_, inner) =>
        {
            await inner();
            throw new HttpRequestException("the answer was lost");
        };
        var stuck = await PlaceAsync(shop);
        var held = new HeldCall();
        shop.Gateway.OnFind = (request, inner) => request.OrderId == stuck ? held.HoldAsync(inner) : inner();
        shop.Time.Advance(TimeSpan.FromSeconds(2));
        shop.Start(shop.Recovery.Rounds);
        await InTime(held.Begun);
        var others = await PlaceAsync(shop, Others);

        Pass(shop, WithinFiveSeconds);

        await UntilAsync(() => AllAsync(shop, others, order => order.Status == OrderStatus.Created));
        Asked(shop).Count(order => order == stuck).ShouldBe(1);
        held.Release();
    }

    [Fact]
    public async Task Capture_of_one_order_hangs_payments_that_are_due_later_are_captured_within_five_seconds()
    {
        await using var shop = await OpenAsync();
        await using var end = new TimeOut(shop);
        var held = new HeldCall();
        var stuck = await PlaceAsync(shop);
        shop.Gateway.OnCapture = (request, inner) => request.OrderId == stuck ? held.HoldAsync(inner) : inner();
        shop.Start(shop.Settlement.Rounds);
        await InTime(held.Begun);
        var others = await PlaceAsync(shop, Others);

        Pass(shop, WithinFiveSeconds);

        await UntilAsync(() => AllAsync(shop, others, order => order.PaymentStatus == PaymentStatus.Captured));
        shop.Gateway.Calls.Count(call => call.Operation == GatewayOperation.Capture && call.OrderId == stuck).ShouldBe(1);
        held.Release();
    }

    [Fact]
    public async Task Booking_of_one_delivery_hangs_those_that_are_due_later_are_booked_within_five_seconds()
    {
        var courier = new HeldCourier();
        await using var hosts = await CourierHosts.StartAsync(courier);
        await using var end = new TimeOut(hosts.Shop);
        await hosts.ScheduleAsync("bike");
        hosts.Shop.Start(hosts.Shop.Couriers.Rounds);
        var stuck = await InTime(courier.NextBookingAsync());
        var others = new List<Guid>();
        for (var i = 0; i < Others; i++)
        {
            others.Add(await hosts.ScheduleAsync("bike"));
        }

        Pass(hosts.Shop, WithinFiveSeconds);

        for (var i = 0; i < Others; i++)
        {
            (await InTime(courier.NextBookingAsync())).SetResult(BookingResult.Booked($"T-{i}"));
        }

        courier.Calls.Count.ShouldBe(Others + 1);
        stuck.SetResult(BookingResult.Booked("T"));
        await hosts.Shop.StopSettlementAsync();
        foreach (var id in others)
        {
            (await hosts.FindAsync(id)).Delivery.TrackingNumber.ShouldNotBeNull();
        }
    }

    private static async Task<TestShop> OpenAsync()
    {
        var shop = await TestShop.OpenAsync(static options => options.MaxUnpaidOrdersPerCustomer = 0);
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = 100, Reason = "delivery" });
        return shop;
    }

    private static async Task<Guid> PlaceAsync(TestShop shop) => (await shop.PlaceAsync(TestShop.Odyssey)).Order!.Id;

    private static async Task<Guid[]> PlaceAsync(TestShop shop, int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(_ => PlaceAsync(shop)));

    private static IEnumerable<Guid?> Asked(TestShop shop) => shop.Gateway.Calls.Where(call => call.Operation == GatewayOperation.Find).Select(call => (Guid?)call.OrderId);

    private static void Pass(TestShop shop, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static async Task<bool> AllAsync(TestShop shop, Guid[] ids, Func<Order, bool> isSo)
    {
        foreach (var id in ids)
        {
            if (!isSo(await shop.OrderAsync(id)))
            {
                return false;
            }
        }

        return true;
    }

    private static Task InTime(Task task) => task.WaitAsync(TimeSpan.FromSeconds(20));

    private static Task<T> InTime<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(20));

    // No time of the shop passes meanwhile.
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Ends the rounds and the calls that still hang at the end of a test, also of one that failed.</summary>
    private sealed class TimeOut(TestShop shop) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            var stopped = shop.StopSettlementAsync();
            while (!stopped.IsCompleted)
            {
                shop.Time.Advance(TimeSpan.FromMinutes(1));
                await Task.Yield();
            }

            await stopped;
        }
    }
}
