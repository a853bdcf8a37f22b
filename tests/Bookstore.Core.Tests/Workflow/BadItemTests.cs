using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

/// <summary>One record that cannot be written: the background work goes on with the others, says which one it is, and comes back to it later and later.</summary>
public sealed class BadItemTests : IAsyncLifetime, IDisposable
{
    private readonly RecordingLogs _logs = new();
    private readonly RecordingCourier _courier = new();
    private ScriptedStore _store = null!;
    private TestShop _shop = null!;
    private Guid _bad;

    [Fact]
    public async Task Settlement_one_order_cannot_be_written_the_others_are_settled()
    {
        var orders = await PlaceAsync(3);
        _bad = orders[0].Id;

        (await _shop.Settlement.RunOnceAsync()).ShouldBe(2);
        (await _shop.Settlement.RunOnceAsync()).ShouldBe(0);

        Failures.ShouldBe(1);
        await ShouldGoOnOnceMendedAsync(() => _shop.Settlement.RunOnceAsync());
        (await _shop.OrderAsync(orders[0].Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task Recovery_one_order_cannot_be_written_the_others_are_brought_on()
    {
        var orders = await PlaceAsync(3, TestShop.AnswerLost);
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        _bad = orders[0].Id;

        (await _shop.Recovery.RunOnceAsync()).ShouldBe(2);
        (await _shop.Recovery.RunOnceAsync()).ShouldBe(0);

        Failures.ShouldBe(1);
        await ShouldGoOnOnceMendedAsync(() => _shop.Recovery.RunOnceAsync());
    }

    [Fact]
    public async Task Couriers_one_answer_cannot_be_written_the_others_are_booked_and_its_courier_is_not_called_each_round()
    {
        var deliveries = new List<Guid>();
        foreach (var order in await PlaceAsync(3))
        {
            await _shop.Settlement.RunOnceAsync();
            var request = new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St", Courier = _courier.Name };
            deliveries.Add((await _shop.Deliveries.ScheduleAsync(request)).Delivery!.Id);
        }

        _bad = deliveries[0];
        (await _shop.Couriers.RunOnceAsync()).ShouldBe(2);
        var calls = _courier.Calls.Count;
        (await _shop.Couriers.RunOnceAsync()).ShouldBe(0);

        _courier.Calls.Count.ShouldBe(calls);
        Failures.ShouldBe(1);
        await ShouldGoOnOnceMendedAsync(() => _shop.Couriers.RunOnceAsync());
    }

    [Fact]
    public async Task Housekeeping_one_reservation_and_one_key_cannot_be_written_the_others_go()
    {
        var carts = Enumerable.Range(0, 3).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var cart in carts)
        {
            await _shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = cart, Lines = [new ReservationLine(TestShop.Martian, 1)] });
        }

        foreach (var key in (string[])["a", "b"])
        {
            await _shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = 1, Reason = key, IdempotencyKey = new IdempotencyKey("test", key) });
        }

        _shop.Time.Advance(TimeSpan.FromDays(3));
        _bad = carts[0];

        (await _shop.Housekeeping.RunOnceAsync()).ShouldBe(4);
        (await _shop.Housekeeping.RunOnceAsync()).ShouldBe(0);

        Failures.ShouldBe(1);
        await ShouldGoOnOnceMendedAsync(() => _shop.Housekeeping.RunOnceAsync());
    }

    [Fact]
    public async Task Housekeeping_reservations_cannot_be_listed_keys_are_removed_all_the_same()
    {
        OvertakenStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new OvertakenStore(inner));
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = 1, Reason = "delivery", IdempotencyKey = new IdempotencyKey("test", "k") });
        shop.Time.Advance(TimeSpan.FromDays(3));
        store!.AfterListExpiredReservations(() => throw new BookstoreStoreException("A row cannot be read."));

        await Should.ThrowAsync<BookstoreStoreException>(() => shop.Housekeeping.RunOnceAsync());

        (await shop.Store.ListKeysAsync(DateTimeOffset.MaxValue, null, 1, default)).ShouldBeEmpty();
    }

    public async Task InitializeAsync()
    {
        _shop = await TestShop.OpenAsync(
            decorate: inner => _store = new ScriptedStore(inner),
            register: services => services.AddSingleton<ICourier>(_courier).AddLogging(builder => builder.AddProvider(_logs)));
        // What shares a batch with the bad one is committed apart, after pauses that take no time here.
        _shop.Time.OnTimer = pause => _shop.Time.Advance(pause > TimeSpan.Zero && pause <= TimeSpan.FromSeconds(1) ? pause : TimeSpan.Zero);
        _store.OnCommit = (records, commit) => Touches(records) ? throw new BookstoreStoreException("This row is refused for good.") : commit();
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    public void Dispose() => _logs.Dispose();

    private int Failures => _logs.Entries.Count(static entry => entry.Id == 2006);

    private bool Touches(WorkingSet records) =>
        records.Orders.Touched.Any(entry => entry.Key == _bad)
        || records.Deliveries.Touched.Any(entry => entry.Key == _bad)
        || records.Reservations.Touched.Any(entry => entry.Key == _bad);

    private async Task<Order[]> PlaceAsync(int orders, string card = TestShop.Card)
    {
        var placed = new Order[orders];
        for (var i = 0; i < orders; i++)
        {
            placed[i] = (await _shop.PlaceAsync(TestShop.Odyssey, card: card)).Order!;
        }

        return placed;
    }

    // The lease of an order that was taken runs out in twenty seconds.
    private async Task ShouldGoOnOnceMendedAsync(Func<Task<int>> round)
    {
        _shop.Time.Advance(TimeSpan.FromSeconds(20));
        (await round()).ShouldBe(0);
        Failures.ShouldBe(2);
        _bad = Guid.Empty;
        _shop.Time.Advance(TimeSpan.FromSeconds(20));
        (await round()).ShouldBe(1);
        await _shop.ShouldHoldAsync();
    }
}
