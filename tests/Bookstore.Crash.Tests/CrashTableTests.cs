using Bookstore.Storage;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.Crash;

/// <summary>A process is killed right there, on a real file, and the order comes to its documented end.</summary>
public sealed class CrashTableTests(ITestOutputHelper output) : IDisposable
{
    // How far the clock of the next process is off.
    private static readonly TimeSpan Off = TimeSpan.FromHours(2);

    // The lease of the dead process has run out by then, and the order's deadline has not come.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string, string> Rows()
    {
        var rows = CrashTable.Rows;
        if (Environs.IsLong)
        {
            foreach (var row in CrashTable.MoreRows)
            {
                rows.Add((string)row[0], (string)row[1], (string)row[2], (string)row[3]);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_killed_process_leaves_nothing_that_recovery_or_a_resend_does_not_complete(string scenario, string point, string recovered, string resent)
    {
        var files = await KillAsync(scenario, point);

        await using (var shop = new Shop(files.CopyTo(_folder.Path("recovered")), Off))
        {
            await shop.FinishAsync();
            await ShouldHaveEndedAsync(shop, new ShopFiles(_folder.Path("recovered")), recovered);
        }

        await using (var shop = new Shop(files.CopyTo(_folder.Path("resent")), -Off))
        {
            shop.Time.Advance(Soon);
            var customer = new Scenario(shop, scenario);
            await customer.ResendAsync();
            await shop.FinishAsync();
            await ShouldHaveEndedAsync(shop, new ShopFiles(_folder.Path("resent")), resent);

            var again = await customer.PlaceAsync();
            again.Replayed.ShouldBeTrue();
            again.Order!.Id.ShouldBe((await Promises.OrdersAsync(shop)).ShouldHaveSingleItem().Order.Id);
        }
    }

    [Fact]
    public async Task A_resend_while_the_dead_process_may_still_be_at_work_is_in_progress()
    {
        var files = await KillAsync("place", "authorize:before");

        await using var shop = new Shop(files, TimeSpan.FromMinutes(-1));
        shop.Time.Stop();
        var answer = await new Scenario(shop, "place").PlaceAsync();

        answer.Outcome.ShouldBe(PlaceOrderOutcome.InProgress);
        (await shop.Gateway.FindAsync(new FindRequest(answer.Order!.Id, null), CancellationToken.None)).ShouldBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ShopFiles> KillAsync(string scenario, string point)
    {
        var files = _folder.Shop("crashed");
        await using (var shop = new Shop(files))
        {
            await shop.StockAsync(Shelf.Isbn(1), Scenario.OpeningStock);
        }

        await using var process = ShopProcess.Start("scenario", files, scenario, point);
        var lines = await process.ReadToEndAsync();
        (await process.WasKilledAsync()).ShouldBeTrue($"the scenario '{scenario}' went past '{point}'");
        lines.ShouldHaveSingleItem().ShouldBe("dying " + point);
        output.WriteLine("reliability: processes killed at a chosen point of an order=1");
        return files;
    }

    private static async Task ShouldHaveEndedAsync(Shop shop, ShopFiles files, string expected)
    {
        await Promises.ShouldHoldAsync(shop, files);
        await Promises.FileShouldBeSoundAsync(files);

        var order = (await Promises.OrdersAsync(shop)).SingleOrDefault();
        var delivery = order is null ? null : (await shop.Store.ListDeliveriesAsync(new DeliveryFilter { OrderId = order.Order.Id }, null, 10, CancellationToken.None)).Items.SingleOrDefault();
        var state = order is null ? CrashTable.Nothing : $"{order.Order.Status} {order.Order.PaymentStatus} {delivery?.Delivery.Status}".TrimEnd();
        state.ShouldBe(expected);
        order?.DueAt.ShouldBeNull();
        delivery?.PendingCall.ShouldBeNull();

        var payments = LedgerEvents.Read(files);
        var events = order is null ? string.Empty : string.Join(' ', payments[order.Order.Id]);
        payments.Count.ShouldBe(order is null ? 0 : 1);
        events.ShouldBe(EventsOf(order?.Order));

        var stock = await shop.Inventory.FindStockAsync(Shelf.Isbn(1));
        var isShipped = order?.Order is { IsDispatched: true } or { Status: OrderStatus.Delivered };
        stock!.OnHand.ShouldBe(isShipped ? Scenario.OpeningStock - Scenario.Quantity : Scenario.OpeningStock);
        stock.Reserved.ShouldBe(order?.Order.Status == OrderStatus.Created && !isShipped ? Scenario.Quantity : 0);
        ShouldHaveCalledCourier(files, delivery?.Delivery);
    }

    private static string EventsOf(Order? order) => (order?.Status, order?.PaymentStatus) switch
    {
        (_, PaymentStatus.RefundFailed) => "authorized captured",
        (_, PaymentStatus.Refunded) when order!.Resolution is not null => "authorized captured",
        (_, PaymentStatus.CaptureFailed) => "authorized",
        (null, _) => string.Empty,
        (_, PaymentStatus.Captured) => "authorized captured",
        (OrderStatus.Rejected, PaymentStatus.Voided) => "voided",
        (_, PaymentStatus.Voided) => "authorized voided",
        (_, PaymentStatus.Refunded) => "authorized captured refund",
        (_, PaymentStatus.Declined) => "declined",
        _ => "none of these is an end",
    };

    // A call may be made twice, but never for another delivery, and calling off comes last.
    private static void ShouldHaveCalledCourier(ShopFiles files, Delivery? delivery)
    {
        var calls = File.Exists(files.CourierLog) ? File.ReadAllLines(files.CourierLog) : [];
        calls.Select(static call => call.Split(' ')[1]).Distinct().Count().ShouldBeLessThanOrEqualTo(1);
        if (delivery is null)
        {
            calls.ShouldBeEmpty();
        }
        else if (delivery.Status == DeliveryStatus.Cancelled)
        {
            calls[^1].ShouldBe($"{LoggedCourier.CallOff} {delivery.Id}");
        }
        else
        {
            calls.ShouldAllBe(call => call == $"{LoggedCourier.Book} {delivery.Id}");
            calls.ShouldNotBeEmpty();
            delivery.TrackingNumber.ShouldBe($"T-{delivery.Id:N}");
        }
    }
}
