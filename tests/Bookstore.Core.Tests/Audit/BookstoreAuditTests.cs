using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Audit;

public sealed class BookstoreAuditTests
{
    [Fact]
    public async Task VerifyAsync_key_with_every_character_ends_a_page_continues_behind_it()
    {
        await using var shop = await TestShop.OpenAsync();
        string[] clients = ["shop\nberlin", "shop\n\n\n", "shop:berlin", "shop\tberlin|,;=", "Müller 書店 📚"];
        for (var key = 0; key < 205; key++)
        {
            var client = key is >= 198 and < 203 ? clients[key - 198] : "shop";
            var change = new StockChange { Isbn = TestShop.Odyssey, Quantity = 1, Reason = "delivery", IdempotencyKey = new IdempotencyKey(client, $"k{key}") };
            await shop.Inventory.ReceiveStockAsync(change);
            shop.Time.Advance(TimeSpan.FromSeconds(1));
        }

        (await shop.Audit.VerifyAsync()).Checked.ShouldBe(3 + 205);
        string? after = null;
        var sum = 0L;
        do
        {
            var part = await shop.Audit.VerifyAsync(new AuditRequest { MaxRecords = 1, After = after });
            part.Findings.ShouldBeEmpty();
            sum += part.Checked;
            after = part.Next;
        }
        while (after is not null);
        sum.ShouldBe(3 + 205);
    }

    [Fact]
    public async Task VerifyAsync_keys_of_orders_are_verified_page_by_page_without_reading_each_order()
    {
        CountingStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new CountingStore(inner));
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = 500, Reason = "delivery" });
        for (var key = 0; key < 250; key++)
        {
            (await shop.PlaceAsync(TestShop.Odyssey, key: $"k{key}")).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        }

        await shop.Commit.SubmitAsync(new ClaimKey("of-nothing", "orders"), default);
        await shop.Commit.SubmitAsync(new ClaimKey("of-stock", "stock"), default);
        var before = store!.Finds;

        var report = await shop.Audit.VerifyAsync();

        report.Findings.Select(static finding => (finding.Code, finding.Id)).ShouldBe([("key_without_order", ClaimKey.NoOrder.ToString())]);
        report.Checked.ShouldBe(3 + 250 + 252);
        store.Finds.ShouldBe(before);
    }

    [Fact]
    public async Task VerifyAsync_in_pages_checks_everything_once()
    {
        await using var shop = await TestShop.OpenAsync();
        for (var order = 0; order < 5; order++)
        {
            await shop.PlaceAsync(TestShop.Odyssey, key: $"k{order}");
        }

        var whole = await shop.Audit.VerifyAsync();
        var sum = 0L;
        string? after = null;
        do
        {
            var part = await shop.Audit.VerifyAsync(new AuditRequest { MaxRecords = 2, After = after });
            part.Findings.ShouldBeEmpty();
            sum += part.Checked;
            after = part.Next;
        }
        while (after is not null);

        whole.Next.ShouldBeNull();
        whole.Checked.ShouldBe(13);
        sum.ShouldBe(13);
    }

    [Fact]
    public async Task VerifyAsync_level_without_its_movement_is_found()
    {
        await using var shop = await TestShop.OpenAsync();
        await TamperAsync(shop, keys => keys.Stock.Add(TestShop.Martian), records =>
            records.Stock.Put(TestShop.Martian, records.Stock.Find(TestShop.Martian)! with { OnHand = 11 }));

        var report = await shop.Audit.VerifyAsync();

        report.Findings.Select(finding => (finding.Code, finding.Id)).ShouldBe([("stock_level_mismatch", TestShop.Martian.ToString())]);
    }

    [Fact]
    public async Task VerifyAsync_hold_that_vanished_is_found_at_the_book_and_at_the_order()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await TamperAsync(shop, _ => { }, records => records.Holds.Remove(TestShop.Martian, placed.Order!.Id));

        var report = await shop.Audit.VerifyAsync();

        report.Findings.Select(finding => finding.Code).ShouldBe(["stock_reserved_mismatch", "order_without_hold"]);
    }

    [Fact]
    public async Task VerifyAsync_hold_without_an_order_is_found()
    {
        await using var shop = await TestShop.OpenAsync();
        await TamperAsync(shop, _ => { }, records => records.Holds.Add(TestShop.Martian, Guid.NewGuid(), 1));

        var report = await shop.Audit.VerifyAsync();

        report.Findings.Select(finding => finding.Code).ShouldBe(["stock_reserved_mismatch", "hold_without_holder"]);
    }

    [Fact]
    public async Task VerifyAsync_pending_action_that_is_never_due_is_found()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await TamperAsync(shop, keys => keys.Orders.Add(placed.Order!.Id), records =>
            records.Orders.Put(placed.Order!.Id, records.Orders.Find(placed.Order.Id)! with { DueAt = null }));

        (await shop.Audit.VerifyAsync()).Findings.Single().Code.ShouldBe("order_work_mismatch");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, -1)]
    public async Task VerifyAsync_version_before_the_first_is_found(bool isConfirmed, int version)
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: isConfirmed ? TestShop.Card : TestShop.GatewayFails);
        (await shop.Audit.VerifyAsync()).Findings.ShouldBeEmpty();
        await TamperAsync(shop, keys => keys.Orders.Add(placed.Order!.Id), records =>
            records.Orders.Put(placed.Order!.Id, records.Orders.Find(placed.Order.Id)! is var record ? record with { Order = record.Order with { Version = version } } : null!));

        (await shop.Audit.VerifyAsync()).Findings.Single().Code.ShouldBe("order_version_invalid");
    }

    [Fact]
    public async Task VerifyAsync_bad_request_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();

        await Should.ThrowAsync<InvalidCursorException>(() => shop.Audit.VerifyAsync(new AuditRequest { After = "x" }));
        await Should.ThrowAsync<InvalidCursorException>(() => shop.Audit.VerifyAsync(new AuditRequest { After = "0:x" }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => shop.Audit.VerifyAsync(new AuditRequest { MaxRecords = 0 }));
    }

    // What no operation does: changes records behind the rules' back.
    internal static async Task TamperAsync(TestShop shop, Action<RecordKeys> needs, Action<WorkingSet> change)
    {
        var keys = new RecordKeys();
        needs(keys);
        await using var unit = await shop.Store.OpenAsync(keys, default);
        change(unit.Records);
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, DateTimeOffset.UnixEpoch));
    }

    private sealed class ClaimKey(string key, string operation) : Operation<bool>
    {
        public static readonly Guid NoOrder = Guid.Parse("019aa000-0000-7000-8000-0000000000ff");

        private readonly KeyClaim _claim = KeyClaim.For(new IdempotencyKey("test", key), operation, static () => new Fingerprint(), OneOrder.Now)!;

        public override bool CanBeShed => true;

        public override void DeclareKeys(RecordKeys keys) => _claim.Needs(keys);

        protected override bool DecideOn(WorkingSet records)
        {
            _claim.Stage(records, NoOrder);
            return true;
        }
    }
}
