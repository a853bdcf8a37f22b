using Bookstore.Support;
using Shouldly;
using Xunit;

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
        (current.Outcome, current.Order!.Version).ShouldBe((CancelOrderOutcome.Cancelled, placed.Version + 2));
        (await shop.Workflow.CancelAsync(Cancel(placed.Id, placed.Version))).Outcome.ShouldBe(CancelOrderOutcome.PreconditionFailed, "also where it is cancelled already");
    }

    [Fact]
    public async Task CancelAsync_repeated_with_its_key_is_answered_as_before_whatever_the_version_is()
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

    private static CancelOrderRequest Cancel(Guid id, int version) => new() { OrderId = id, ExpectedVersion = ExpectedVersion.Of(version) };

    private static async Task<string> BookVersionAsync(TestShop shop) => (await shop.Inventory.FindBookAsync(TestShop.Martian))!.Version;
}
