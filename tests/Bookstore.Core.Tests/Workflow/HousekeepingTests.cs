using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class HousekeepingTests
{
    [Fact]
    public async Task RunOnceAsync_more_than_a_page_of_each_sweeps_and_purges_them_all()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1000, Reason = "delivery" });
        await Task.WhenAll(Enumerable.Range(0, 401).Select(_ => shop.Inventory.HoldAsync(
            new HoldStockRequest { ReservationId = Guid.NewGuid(), Lines = [new ReservationLine(TestShop.Martian, 1)] })));
        await Task.WhenAll(Enumerable.Range(0, 401).Select(number => shop.Inventory.ReceiveStockAsync(
            new StockChange { Isbn = TestShop.Odyssey, Quantity = 1, Reason = "delivery", IdempotencyKey = new IdempotencyKey("test", $"k{number}") })));

        shop.Time.Advance(TimeSpan.FromDays(3));

        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(802);
        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(0);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        (await shop.Store.ListKeysAsync(DateTimeOffset.MaxValue, null, 1, default)).ShouldBeEmpty();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_more_than_a_page_of_unsettled_keys_finds_the_settled_one_behind_them()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1000, Reason = "delivery" });
        await Task.WhenAll(Enumerable.Range(0, 250).Select(number => shop.PlaceAsync(TestShop.Martian, key: $"owed{number}")));
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Declined, key: "declined");

        shop.Time.Advance(TimeSpan.FromDays(3));

        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1);
        (await shop.PlaceAsync(TestShop.Martian, key: "owed7")).Replayed.ShouldBeTrue();
        (await shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Declined, key: "declined")).Replayed.ShouldBeFalse();
    }

    [Fact]
    public async Task Rounds_keys_of_unsettled_orders_are_not_walked_again_until_an_hour_has_passed()
    {
        WalkedStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new WalkedStore(inner));
        await shop.PlaceAsync(TestShop.Martian, key: "owed");
        shop.Time.Advance(TimeSpan.FromDays(3));
        await shop.Housekeeping.PurgeKeysAsync(default);
        await shop.Housekeeping.PurgeKeysAsync(default);
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.Housekeeping.PurgeKeysAsync(default);
        await shop.Housekeeping.RunOnceAsync();
        store!.Walks.ShouldBe([null, "owed", null, null]);
    }

    [Fact]
    public async Task Rounds_many_keys_of_unsettled_orders_are_looked_at_once_an_hour_and_never_locked()
    {
        WalkedStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new WalkedStore(inner));
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1_000, Reason = "delivery" });
        await Task.WhenAll(Enumerable.Range(0, 450).Select(number => shop.PlaceAsync(TestShop.Martian, key: $"owed{number}")));
        shop.Time.Advance(TimeSpan.FromDays(3));
        store!.Opened = 0;

        for (var round = 0; round < 12; round++)
        {
            (await shop.Housekeeping.PurgeKeysAsync(default)).ShouldBe(0);
        }

        (store.Listed, store.Opened).ShouldBe((450, 0));
    }

    [Fact]
    public async Task Rounds_key_that_grows_old_later_is_removed_by_the_next_one()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian, key: "owed");
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Declined, key: "declined");
        shop.Time.Advance(TimeSpan.FromHours(47.5));
        (await shop.Housekeeping.PurgeKeysAsync(default)).ShouldBe(0);
        shop.Time.Advance(TimeSpan.FromMinutes(45));
        (await shop.Housekeeping.PurgeKeysAsync(default)).ShouldBe(1);
    }

    [Fact]
    public async Task RunOnceAsync_owner_was_faster_than_the_sweep_is_not_counted()
    {
        OvertakenStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new OvertakenStore(inner));
        var cart = Guid.NewGuid();
        await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = cart, Lines = [new ReservationLine(TestShop.Martian, 1)] });
        shop.Time.Advance(TimeSpan.FromDays(3));
        store!.AfterListExpiredReservations(() => shop.Inventory.ReleaseAsync(cart));

        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(0);

        (await shop.Store.FindReservationAsync(cart, default))!.Status.ShouldBe(ReservationStatus.Released);
    }
}

/// <summary>Tells where each walk over the keys began.</summary>
internal sealed class WalkedStore(IBookstoreStore inner) : Bookstore.Testing.DelegatingStore(inner)
{
    public List<string?> Walks { get; } = [];

    public int Listed { get; private set; }

    public int Opened { get; set; }

    public override async ValueTask<IReadOnlyList<KeyWithOrder>> ListKeysWithOrdersAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken)
    {
        Walks.Add(after?.Id.Key);
        var listed = await base.ListKeysWithOrdersAsync(createdBefore, after, limit, cancellationToken);
        Listed += listed.Count;
        return listed;
    }

    public override ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        Opened++;
        return base.OpenAsync(keys, cancellationToken);
    }
}
