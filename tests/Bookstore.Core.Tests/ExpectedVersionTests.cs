using Bookstore.Testing;
using Bookstore.Workflow;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore;

/// <summary>A write with an expected version takes effect only on the record that its caller has seen.</summary>
public sealed class ExpectedVersionTests
{
    [Theory]
    [InlineData(null, false, true, false, true)]
    [InlineData("a", true, false, true, false)]
    [InlineData("c", true, false, false, true)]
    public void IsMet_each_expectation_allows_what_it_says(string? current, bool any, bool none, bool oneOf, bool noneOf)
    {
        ExpectedVersion.Any.IsMet(current).ShouldBe(any);
        ExpectedVersion.None.IsMet(current).ShouldBe(none);
        ExpectedVersion.OneOf(["a", "b"]).IsMet(current).ShouldBe(oneOf);
        ExpectedVersion.NoneOf(["a", "b"]).IsMet(current).ShouldBe(noneOf);
        ExpectedVersion.OneOf([]).IsMet(current).ShouldBeFalse();
        ExpectedVersion.Any.And(ExpectedVersion.None).IsMet(current).ShouldBeFalse();
        ExpectedVersion.Of("a").And(ExpectedVersion.Any).IsMet(current).ShouldBe(current == "a");
    }

    [Fact]
    public async Task SaveBookAsync_book_that_changed_since_it_was_read_is_left_as_it_is()
    {
        await using var shop = await TestShop.OpenAsync();
        var read = (await shop.Inventory.FindBookAsync(TestShop.Martian))!;
        var expected = ExpectedVersion.Of(read.Version);

        var first = await shop.Inventory.SaveBookAsync(read.Book with { Title = "First" }, expected);
        var second = await shop.Inventory.SaveBookAsync(read.Book with { Title = "Second" }, expected);

        first.Outcome.ShouldBe(SaveBookOutcome.Replaced);
        second.Outcome.ShouldBe(SaveBookOutcome.PreconditionFailed);
        second.Listing!.Version.ShouldBe(first.Listing!.Version);
        (await shop.Inventory.FindBookAsync(TestShop.Martian))!.Book.Title.ShouldBe("First");
    }

    [Fact]
    public async Task SaveBookAsync_only_if_new_or_only_if_known_is_kept()
    {
        await using var shop = await TestShop.OpenAsync();
        var known = (await shop.Inventory.FindBookAsync(TestShop.Martian))!.Book;
        var unknown = known with { Isbn = Isbn.Parse("9780441013593") };

        (await shop.Inventory.SaveBookAsync(known, ExpectedVersion.None)).Outcome.ShouldBe(SaveBookOutcome.PreconditionFailed);
        var refused = await shop.Inventory.SaveBookAsync(unknown, ExpectedVersion.Any);
        (refused.Outcome, refused.Listing).ShouldBe((SaveBookOutcome.PreconditionFailed, null));
        (await shop.Inventory.SaveBookAsync(unknown, ExpectedVersion.None)).Outcome.ShouldBe(SaveBookOutcome.Added);
    }

    [Fact]
    public async Task Version_book_changes_with_its_data_and_with_what_can_be_sold()
    {
        await using var shop = await TestShop.OpenAsync();
        var versions = new List<string> { await BookVersionAsync(shop), await BookVersionAsync(shop) };
        await shop.PlaceAsync(TestShop.Martian);
        versions.Add(await BookVersionAsync(shop));
        var book = (await shop.Inventory.FindBookAsync(TestShop.Martian))!.Book;
        await shop.Inventory.SaveBookAsync(book with { Format = "paperback" });
        versions.Add(await BookVersionAsync(shop));

        versions[0].ShouldBe(versions[1]);
        versions.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task CancelAsync_order_that_changed_since_it_was_read_is_not_cancelled()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        await shop.Settlement.RunOnceAsync();

        var stale = await shop.Workflow.CancelAsync(Cancel(placed.Id, placed.Version));
        var current = await shop.Workflow.CancelAsync(Cancel(placed.Id, placed.Version + 1));

        (stale.Outcome, stale.Order!.Status).ShouldBe((CancelOrderOutcome.PreconditionFailed, OrderStatus.Created));
        (current.Outcome, current.Order!.Version).ShouldBe((CancelOrderOutcome.Cancelled, placed.Version + 3));
        (await shop.Workflow.CancelAsync(Cancel(placed.Id, placed.Version))).Outcome.ShouldBe(CancelOrderOutcome.PreconditionFailed, "also where it is cancelled already");
    }

    [Fact]
    public async Task CancelAsync_repeated_with_its_key_returns_the_first_result_under_any_version()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        var request = Cancel(placed.Id, placed.Version) with { IdempotencyKey = new IdempotencyKey("test", "once") };

        (await shop.Workflow.CancelAsync(request)).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        await shop.Settlement.RunOnceAsync();
        var repeated = await shop.Workflow.CancelAsync(request);

        (repeated.Outcome, repeated.Replayed).ShouldBe((CancelOrderOutcome.Cancelled, true));
    }

    [Fact]
    public async Task CancelAsync_refused_for_its_version_uses_no_key()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        var key = new IdempotencyKey("test", "again");

        (await shop.Workflow.CancelAsync(Cancel(placed.Id, 99) with { IdempotencyKey = key })).Outcome.ShouldBe(CancelOrderOutcome.PreconditionFailed);
        (await shop.Workflow.CancelAsync(Cancel(placed.Id, placed.Version) with { IdempotencyKey = key })).Replayed.ShouldBeFalse();

        (await shop.OrderAsync(placed.Id)).Status.ShouldBe(OrderStatus.Cancelled);
    }

    [Fact]
    public async Task MoveAsync_delivery_that_changed_since_it_was_read_is_not_moved()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var scheduled = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street" })).Delivery!;
        await shop.Couriers.RunOnceAsync();
        var booked = (await shop.Deliveries.FindAsync(scheduled.Id))!;
        booked.Version.ShouldNotBe(scheduled.Version);

        var stale = await shop.Deliveries.MoveAsync(scheduled.Id, DeliveryStatus.Dispatched, expectedVersion: ExpectedVersion.Of(scheduled.Version));
        (stale.Outcome, stale.Delivery!.Version).ShouldBe((MoveDeliveryOutcome.PreconditionFailed, booked.Version));
        var moved = await shop.Deliveries.MoveAsync(scheduled.Id, DeliveryStatus.Dispatched, expectedVersion: ExpectedVersion.Of(booked.Version));
        moved.Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        moved.Delivery!.Version.ShouldNotBe(booked.Version);
    }

    [Fact]
    public async Task AdjustStockAsync_book_whose_stock_moved_since_it_was_read_is_left_as_it_is()
    {
        await using var shop = await TestShop.OpenAsync();
        var counted = new StockChange { Isbn = TestShop.Martian, Quantity = -1, Reason = "counted", ExpectedVersion = ExpectedVersion.Of(await BookVersionAsync(shop)) };
        await shop.PlaceAsync(TestShop.Martian);

        var stale = await shop.Inventory.AdjustStockAsync(counted);
        var key = new IdempotencyKey("test", "count");
        var current = counted with { ExpectedVersion = ExpectedVersion.Of(await BookVersionAsync(shop)), IdempotencyKey = key };
        var changed = await shop.Inventory.AdjustStockAsync(current);
        var repeated = await shop.Inventory.AdjustStockAsync(current);

        (stale.Outcome, stale.Stock!.OnHand, stale.Movement).ShouldBe((ChangeStockOutcome.PreconditionFailed, 10, null));
        (changed.Outcome, changed.Stock!.OnHand).ShouldBe((ChangeStockOutcome.Changed, 9));
        (repeated.Outcome, repeated.Replayed, repeated.Stock!.OnHand).ShouldBe((ChangeStockOutcome.Changed, true, 9), "a key comes before the version");
        (await shop.Inventory.ReceiveStockAsync(counted with { Quantity = 1 })).Outcome.ShouldBe(ChangeStockOutcome.PreconditionFailed);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ResumeAsync_order_that_changed_since_it_was_read_is_not_asked_about()
    {
        await using var shop = await TestShop.OpenAsync();
        var pending = (await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost)).Order!;

        var stale = await shop.Workflow.ResumeAsync(pending.Id, ExpectedVersion.Of(pending.Version + 1));
        (stale.Outcome, stale.Order!.Status).ShouldBe((ResumeOrderOutcome.PreconditionFailed, OrderStatus.Pending));
        shop.Gateway.Calls.ShouldNotContain(static call => call.Operation == GatewayOperation.Find);

        var resumed = await shop.Workflow.ResumeAsync(pending.Id, ExpectedVersion.Of(pending.Version));
        (resumed.Outcome, resumed.Order!.Status).ShouldBe((ResumeOrderOutcome.Resumed, OrderStatus.Created));
        (await shop.Workflow.ResumeAsync(pending.Id, ExpectedVersion.Of(pending.Version))).Outcome.ShouldBe(ResumeOrderOutcome.PreconditionFailed);
        (await shop.Workflow.ResumeAsync(pending.Id)).Outcome.ShouldBe(ResumeOrderOutcome.NotPending);
    }

    [Fact]
    public async Task RetryPaymentAsync_order_that_changed_since_it_was_read_is_not_retried()
    {
        await using var shop = await TestShop.OpenAsync();
        var id = await UnfinishedPayments.CaptureRefusedAsync(shop);
        var version = (await shop.OrderAsync(id)).Version;
        var stale = ExpectedVersion.Of(version - 1);

        (await shop.Workflow.RetryPaymentAsync(id, expectedVersion: stale)).Outcome.ShouldBe(ResolvePaymentOutcome.PreconditionFailed);
        var done = new MarkPaymentDoneRequest { OrderId = id, Attention = AttentionReason.CaptureRefused, Reference = "bank 1", ExpectedVersion = stale };
        (await shop.Workflow.MarkPaymentDoneAsync(done)).Outcome.ShouldBe(ResolvePaymentOutcome.PreconditionFailed);
        var giveUp = new GiveUpPaymentRequest { OrderId = id, Attention = AttentionReason.CaptureRefused, Reason = "no", ExpectedVersion = stale };
        (await shop.Workflow.GiveUpPaymentAsync(giveUp)).Outcome.ShouldBe(ResolvePaymentOutcome.PreconditionFailed);
        (await shop.OrderAsync(id)).Version.ShouldBe(version);

        var key = new IdempotencyKey("test", "retry");
        (await shop.Workflow.RetryPaymentAsync(id, key, ExpectedVersion.Of(version))).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);
        var repeated = await shop.Workflow.RetryPaymentAsync(id, key, ExpectedVersion.Of(version));
        (repeated.Outcome, repeated.Replayed).ShouldBe((ResolvePaymentOutcome.Resolved, true));
    }

    private static CancelOrderRequest Cancel(Guid id, int version) => new() { OrderId = id, ExpectedVersion = ExpectedVersion.Of(version) };

    private static async Task<string> BookVersionAsync(TestShop shop) => (await shop.Inventory.FindBookAsync(TestShop.Martian))!.Version;
}
