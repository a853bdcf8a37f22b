using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Inventory;

public sealed class ReservationTests
{
    private static readonly Guid Cart = Guid.Parse("019aa000-0000-7000-8000-000000000001");

    [Fact]
    public async Task HoldAsync_all_lines_or_none()
    {
        await using var shop = await TestShop.OpenAsync();

        var refused = await shop.Inventory.HoldAsync(Request(new(TestShop.Martian, 1), new(TestShop.Algorithms, 4)));
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        var held = await shop.Inventory.HoldAsync(Request(new(TestShop.Martian, 1), new(TestShop.Algorithms, 3), new(TestShop.Martian, 2)));

        refused.Outcome.ShouldBe(HoldStockOutcome.InsufficientStock);
        (refused.Isbn, refused.Available).ShouldBe((TestShop.Algorithms, 3));
        held.Outcome.ShouldBe(HoldStockOutcome.Held);
        held.Reservation!.Lines.ShouldBe([new(TestShop.Martian, 3), new(TestShop.Algorithms, 3)]);
        (await shop.PlaceAsync(TestShop.Algorithms)).Outcome.ShouldBe(PlaceOrderOutcome.InsufficientStock);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task HoldAsync_again_changes_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Inventory.HoldAsync(Request(new ReservationLine(TestShop.Martian, 1)));

        var again = await shop.Inventory.HoldAsync(Request(new ReservationLine(TestShop.Martian, 5)));

        again.Outcome.ShouldBe(HoldStockOutcome.AlreadyExists);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(1);
    }

    [Fact]
    public async Task HoldAsync_the_same_key_again_returns_the_first_reservation_under_any_id()
    {
        await using var shop = await TestShop.OpenAsync();
        var request = Request(new ReservationLine(TestShop.Martian, 2)) with { IdempotencyKey = new IdempotencyKey("web", "cart-1") };
        var first = await shop.Inventory.HoldAsync(request);

        var again = await shop.Inventory.HoldAsync(request with { ReservationId = Guid.NewGuid() });
        var more = await shop.Inventory.HoldAsync(request with { Lines = [new ReservationLine(TestShop.Martian, 3)] });
        var longer = await shop.Inventory.HoldAsync(request with { Duration = TimeSpan.FromHours(2) });
        await shop.Inventory.ReleaseAsync(Cart);
        var released = await shop.Inventory.HoldAsync(request);

        (first.Outcome, first.Replayed).ShouldBe((HoldStockOutcome.Held, false));
        (again.Outcome, again.Replayed, again.Reservation!.Id).ShouldBe((HoldStockOutcome.Held, true, Cart));
        (more.Outcome, more.Reservation).ShouldBe((HoldStockOutcome.IdempotencyKeyReused, null));
        longer.Outcome.ShouldBe(HoldStockOutcome.IdempotencyKeyReused);
        (released.Replayed, released.Reservation!.Status).ShouldBe((true, ReservationStatus.Released));
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task HoldAsync_refused_without_enough_stock_does_not_use_the_key()
    {
        await using var shop = await TestShop.OpenAsync();
        var request = Request(new ReservationLine(TestShop.Algorithms, 4)) with { IdempotencyKey = new IdempotencyKey("web", "cart-1") };
        (await shop.Inventory.HoldAsync(request)).Outcome.ShouldBe(HoldStockOutcome.InsufficientStock);

        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Algorithms, Quantity = 1, Reason = "delivery" });

        var held = await shop.Inventory.HoldAsync(request);
        (held.Outcome, held.Replayed).ShouldBe((HoldStockOutcome.Held, false));
    }

    [Fact]
    public async Task ReleaseAsync_twice_releases_once()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Inventory.HoldAsync(Request(new ReservationLine(TestShop.Martian, 4)));

        (await shop.Inventory.ReleaseAsync(Cart))!.Status.ShouldBe(ReservationStatus.Released);
        (await shop.Inventory.ReleaseAsync(Cart))!.Status.ShouldBe(ReservationStatus.Released);

        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        (await shop.Inventory.ReleaseAsync(Guid.NewGuid())).ShouldBeNull();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Sweep_after_the_expiry_releases_what_was_not_kept()
    {
        await using var shop = await TestShop.OpenAsync();
        var kept = Guid.Parse("019aa000-0000-7000-8000-000000000002");
        await shop.Inventory.HoldAsync(Request(new ReservationLine(TestShop.Martian, 4)));
        await shop.Inventory.HoldAsync(Request(new ReservationLine(TestShop.Odyssey, 4)) with { ReservationId = kept });
        shop.Time.Advance(TimeSpan.FromMinutes(10));
        await shop.Inventory.ExtendAsync(kept, TimeSpan.FromMinutes(15));

        shop.Time.Advance(TimeSpan.FromMinutes(5));
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(4);
        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1);

        (await shop.Inventory.FindReservationAsync(Cart))!.Status.ShouldBe(ReservationStatus.Expired);
        (await shop.Inventory.FindReservationAsync(kept))!.Status.ShouldBe(ReservationStatus.Held);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        (await shop.Inventory.ExtendAsync(Cart, TimeSpan.FromMinutes(15)))!.Status.ShouldBe(ReservationStatus.Expired);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task KeepAsync_again_and_again_ends_with_the_longest_time_from_the_first_hold()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxReservationTime = TimeSpan.FromHours(1));
        var held = await shop.Inventory.HoldAsync(Request(new ReservationLine(TestShop.Martian, 4)));
        var end = held.Reservation!.CreatedAt + TimeSpan.FromHours(1);
        for (var i = 0; i < 6; i++)
        {
            shop.Time.Advance(TimeSpan.FromMinutes(10));
            (await shop.Inventory.ExtendAsync(Cart, TimeSpan.FromMinutes(15)))!.ExpiresAt.ShouldBe(i < 4 ? shop.Time.GetUtcNow() + TimeSpan.FromMinutes(15) : end);
        }

        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task HoldAsync_for_longer_than_the_longest_time_expires_with_that()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxReservationTime = TimeSpan.FromHours(1));
        var held = await shop.Inventory.HoldAsync(Request(new ReservationLine(TestShop.Martian, 4)) with { Duration = TimeSpan.FromDays(30) });
        held.Reservation!.ExpiresAt.ShouldBe(held.Reservation.CreatedAt + TimeSpan.FromHours(1));

        shop.Time.Advance(TimeSpan.FromHours(1));

        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task PlaceAsync_with_a_reservation_takes_its_copies_over()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Inventory.HoldAsync(Request(new(TestShop.Algorithms, 3), new(TestShop.Martian, 2)));
        var request = TestShop.Request(TestShop.Algorithms, 3) with { ReservationId = Cart };

        var placed = await shop.Workflow.PlaceAsync(request);
        var again = await shop.Workflow.PlaceAsync(request);

        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        again.Outcome.ShouldBe(PlaceOrderOutcome.ReservationNotHeld);
        (await shop.Inventory.FindReservationAsync(Cart))!.Status.ShouldBe(ReservationStatus.Ordered);
        (await shop.StockAsync(TestShop.Algorithms)).Reserved.ShouldBe(3);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_with_an_unknown_reservation_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();

        (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { ReservationId = Cart })).Outcome.ShouldBe(PlaceOrderOutcome.ReservationNotHeld);
    }

    [Fact]
    public async Task HoldAsync_under_an_orders_id_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);

        var refused = await shop.Inventory.HoldAsync(Request(new ReservationLine(TestShop.Martian, 2)) with { ReservationId = placed.Order!.Id });

        refused.Outcome.ShouldBe(HoldStockOutcome.AlreadyExists);
        refused.Reservation.ShouldBeNull();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task HoldAsync_bad_arguments_are_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var good = Request(new ReservationLine(TestShop.Martian, 1));

        await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.HoldAsync(good with { Lines = [] }));
        await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.HoldAsync(good with { ReservationId = Guid.Empty }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => shop.Inventory.HoldAsync(good with { Duration = TimeSpan.Zero }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => shop.Inventory.ExtendAsync(Cart, TimeSpan.FromDays(31)));
        (await shop.Inventory.HoldAsync(Request(new ReservationLine(Isbn.Parse("9780306406157"), 1)))).Outcome.ShouldBe(HoldStockOutcome.BookNotFound);
    }

    private static HoldStockRequest Request(params ReservationLine[] lines) => new() { ReservationId = Cart, Lines = lines };
}
