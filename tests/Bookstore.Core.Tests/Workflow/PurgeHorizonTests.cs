using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>What is removed by its age while the store's clock is wrong: nothing before its time, by what the host saw pass.</summary>
public sealed class PurgeHorizonTests
{
    private static readonly TimeSpan Retention = TimeSpan.FromHours(48);

    private DueRoundTests.MovingStore _store = null!;

    [Theory]
    [InlineData(49)]
    [InlineData(31 * 24)]
    [InlineData(365 * 24)]
    public async Task RunOnceAsync_the_stores_clock_is_ahead_for_a_minute_removes_nothing_before_its_time(int hours)
    {
        await using var shop = await OpenAsync();
        await shop.Housekeeping.RunOnceAsync();
        await shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Declined, key: "key");
        var cart = await HoldAsync(shop, TimeSpan.FromHours(1));
        var audit = Guid.NewGuid();
        await shop.Audit.RunAsync(audit);
        var events = await CountEventsAsync(shop);

        await MoveAsync(shop, TimeSpan.FromHours(hours));
        await PassAsync(shop, TimeSpan.FromMinutes(1), 6);
        await MoveAsync(shop, -TimeSpan.FromHours(hours));
        await PassAsync(shop, TimeSpan.FromMinutes(1), 6);

        (await shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Declined, key: "key")).Replayed.ShouldBeTrue();
        (await shop.Inventory.FindReservationAsync(cart))!.Status.ShouldBe(ReservationStatus.Held);
        (await CountEventsAsync(shop)).ShouldBeGreaterThanOrEqualTo(events);
        (await shop.Audit.FindRunAsync(audit)).ShouldNotBeNull();

        await PassAsync(shop, Retention, 48);
        (await shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Declined, key: "key")).Replayed.ShouldBeFalse();
        (await shop.Inventory.FindReservationAsync(cart))!.Status.ShouldBe(ReservationStatus.Expired);
    }

    [Fact]
    public async Task RunOnceAsync_the_stores_clock_stays_ahead_removes_each_key_after_its_time_and_follows_in_the_end()
    {
        await using var shop = await OpenAsync();
        await shop.Housekeeping.RunOnceAsync();
        await shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Declined, key: "before");
        await MoveAsync(shop, TimeSpan.FromDays(31));
        await PassAsync(shop, TimeSpan.FromHours(1), 4);
        await shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Declined, key: "after");

        await PassAsync(shop, Retention - TimeSpan.FromHours(2), 46);
        (await KeysAsync(shop)).ShouldBe(["before", "after"]);
        await PassAsync(shop, TimeSpan.FromHours(1.5), 3);
        (await KeysAsync(shop)).ShouldBe(["after"]);
        await PassAsync(shop, TimeSpan.FromHours(2), 4);
        (await KeysAsync(shop)).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_cart_that_was_held_after_a_jump_expires_by_the_stores_clock()
    {
        await using var shop = await OpenAsync();
        await shop.Housekeeping.RunOnceAsync();
        var before = await HoldAsync(shop, TimeSpan.FromHours(2));
        await MoveAsync(shop, TimeSpan.FromDays(365));
        await PassAsync(shop, TimeSpan.FromMinutes(1), 2);
        var after = await HoldAsync(shop, TimeSpan.FromHours(1));

        await PassAsync(shop, TimeSpan.FromMinutes(65), 5);

        (await shop.Inventory.FindReservationAsync(after))!.Status.ShouldBe(ReservationStatus.Expired);
        (await shop.Inventory.FindReservationAsync(before))!.Status.ShouldBe(ReservationStatus.Held);
        await PassAsync(shop, TimeSpan.FromMinutes(60), 4);
        (await shop.Inventory.FindReservationAsync(before))!.Status.ShouldBe(ReservationStatus.Expired);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Advance_first_round_of_a_process_goes_by_the_earlier_of_the_two_clocks(bool hasOwnClock)
    {
        var time = new ManualTime();
        var store = new Tests.Storage.TimedStore { HasClock = hasOwnClock };
        var horizon = new PurgeHorizon(new WorkContext(store, new HostIdentity(time), new BookstoreOptions(), WritePath.ClockOf(store, time)), Retention);
        var now = time.GetUtcNow();

        horizon.Advance(now.AddHours(49)).ShouldBe(hasOwnClock ? now : now.AddHours(49));
        time.Advance(TimeSpan.FromHours(1));
        horizon.Advance(now.AddHours(50)).ShouldBe(hasOwnClock ? now.AddHours(1) : now.AddHours(50));

        time.Advance(Retention);
        horizon.Advance(now.AddHours(98)).ShouldBe(now.AddHours(98), "for so long the clock has not moved");
    }

    [Fact]
    public void Advance_clock_moves_again_while_it_is_ahead_waits_anew()
    {
        var time = new ManualTime();
        var store = new Tests.Storage.TimedStore();
        var horizon = new PurgeHorizon(new WorkContext(store, new HostIdentity(time), new BookstoreOptions(), WritePath.ClockOf(store, time)), Retention);
        var start = time.GetUtcNow();
        horizon.Advance(start);

        horizon.Advance(start.AddDays(10));
        time.Advance(TimeSpan.FromHours(47));
        horizon.Advance(start.AddDays(20).AddHours(47)).ShouldBe(start.AddHours(47));
        time.Advance(TimeSpan.FromHours(47));
        horizon.Advance(start.AddDays(20).AddHours(94)).ShouldBe(start.AddHours(94));
        time.Advance(TimeSpan.FromHours(1));
        horizon.Advance(start.AddDays(20).AddHours(95)).ShouldBe(start.AddDays(20).AddHours(95));
    }

    private Task<TestShop> OpenAsync() => TestShop.OpenAsync(decorate: _ => _store = new DueRoundTests.MovingStore());

    private async Task MoveAsync(TestShop shop, TimeSpan by)
    {
        _store.Moved = by;
        await shop.Clock.ReadAsync(default);
    }

    private static async Task PassAsync(TestShop shop, TimeSpan time, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            shop.Time.Advance(time / rounds);
            await shop.Housekeeping.RunOnceAsync();
        }
    }

    private static async Task<Guid> HoldAsync(TestShop shop, TimeSpan duration)
    {
        var id = Guid.NewGuid();
        (await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = id, Lines = [new ReservationLine(TestShop.Martian, 1)], Duration = duration })).Outcome.ShouldBe(HoldStockOutcome.Held);
        return id;
    }

    private static async Task<string[]> KeysAsync(TestShop shop) => [.. (await shop.Store.ListKeysAsync(DateTimeOffset.MaxValue, null, 10, default)).Select(key => key.Id.Key)];

    private static async Task<int> CountEventsAsync(TestShop shop) => (await shop.Events.ReadPageAsync(new EventQuery())).Events.Count;
}
