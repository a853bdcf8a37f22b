using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Inventory;

/// <summary>How many reservations a customer, a client and all carts may hold.</summary>
public sealed class HeldReservationsTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task HoldAsync_customer_holds_as_many_as_they_may_is_refused_and_others_are_not()
    {
        await using var shop = await OpenAsync();
        await HoldAsync(shop, "a");
        await HoldAsync(shop, "a");

        var refused = await shop.Inventory.HoldAsync(Request("a"));

        (refused.Outcome, refused.Reservation, refused.RetryAfter).ShouldBe((HoldStockOutcome.LimitReached, null, Quarter));
        (await shop.StockAsync(TestShop.Odyssey)).Reserved.ShouldBe(2);
        await HoldAsync(shop, "b");
        await HoldAsync(shop, customer: null);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task HoldAsync_client_or_all_carts_hold_as_many_as_they_may_is_refused()
    {
        await using var shop = await OpenAsync();
        for (var i = 0; i < 3; i++)
        {
            await HoldAsync(shop, customer: null, client: "web");
        }

        (await shop.Inventory.HoldAsync(Request(customer: null, "web"))).Outcome.ShouldBe(HoldStockOutcome.LimitReached);
        await HoldAsync(shop, customer: null, client: "app");
        await HoldAsync(shop, customer: null);
        (await shop.Inventory.HoldAsync(Request(customer: null))).Outcome.ShouldBe(HoldStockOutcome.LimitReached);
    }

    [Fact]
    public async Task HoldAsync_a_reservation_was_released_ordered_or_has_expired_there_is_room_again()
    {
        await using var shop = await OpenAsync();
        var first = await HoldAsync(shop, "a");
        var second = await HoldAsync(shop, "a");

        await shop.Inventory.ReleaseAsync(first);
        await HoldAsync(shop, "a");
        (await shop.Inventory.HoldAsync(Request("a"))).Outcome.ShouldBe(HoldStockOutcome.LimitReached);
        (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey) with { ReservationId = second })).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        var third = await HoldAsync(shop, "a");
        await shop.Inventory.ExtendAsync(third, 2 * Quarter);
        shop.Time.Advance(Quarter);

        await HoldAsync(shop, "a");
        (await shop.Inventory.HoldAsync(Request("a"))).Outcome.ShouldBe(HoldStockOutcome.LimitReached, "one was extended");
    }

    [Fact]
    public async Task HoldAsync_another_host_has_ended_the_reservations_there_is_room_again()
    {
        await using var shop = await OpenAsync();
        foreach (var id in new[] { await HoldAsync(shop, "a"), await HoldAsync(shop, "a") })
        {
            // Past the count of this host.
            var reservation = (await shop.Store.FindReservationAsync(id, default))!;
            await shop.Commit.SubmitAsync(new ReleaseReservation(reservation, null, shop.Time.GetUtcNow()), default);
        }

        await HoldAsync(shop, "a");
    }

    [Fact]
    public async Task HoldAsync_nothing_was_held_takes_no_place()
    {
        await using var shop = await OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            (await shop.Inventory.HoldAsync(Request("a") with { Lines = [new ReservationLine(TestShop.Algorithms, 4)] })).Outcome.ShouldBe(HoldStockOutcome.InsufficientStock);
        }

        var key = new IdempotencyKey("web", "cart-1");
        for (var i = 0; i < 5; i++)
        {
            (await shop.Inventory.HoldAsync(Request("a") with { IdempotencyKey = key })).Outcome.ShouldBe(HoldStockOutcome.Held);
        }

        await HoldAsync(shop, "a");
        (await shop.Inventory.HoldAsync(Request("a"))).Outcome.ShouldBe(HoldStockOutcome.LimitReached);
        (await shop.Inventory.HoldAsync(Request("a") with { IdempotencyKey = key })).Replayed.ShouldBeTrue("what was answered is answered again");
    }

    [Fact]
    public async Task HoldAsync_customer_id_is_shared_or_there_are_no_limits_is_never_refused()
    {
        await using var shop = await TestShop.OpenAsync(options =>
        {
            options.SharedCustomerIds.Add("guest");
            (options.MaxReservationsPerCustomer, options.MaxReservationsPerClient, options.MaxReservations) = (1, 0, 0);
        });

        for (var i = 0; i < 10; i++)
        {
            await HoldAsync(shop, "guest", "web");
        }
    }

    [Fact]
    public async Task HoldAsync_many_at_once_of_one_customer_hold_no_more_than_they_may()
    {
        await using var shop = await OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.Inventory.HoldAsync(Request("a"))));

        results.Count(static result => result.Outcome == HoldStockOutcome.Held).ShouldBe(2);
    }

    [Fact]
    public async Task HoldAsync_a_name_is_out_of_range_is_refused()
    {
        await using var shop = await OpenAsync();

        await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.HoldAsync(Request(string.Empty)));
        await Should.ThrowAsync<ArgumentException>(() => shop.Inventory.HoldAsync(Request("a", new string('x', 101))));
    }

    private static Task<TestShop> OpenAsync() => TestShop.OpenAsync(static options =>
        (options.MaxReservationsPerCustomer, options.MaxReservationsPerClient, options.MaxReservations) = (2, 3, 5));

    private static async Task<Guid> HoldAsync(TestShop shop, string? customer, string? client = null)
    {
        var request = Request(customer, client);
        (await shop.Inventory.HoldAsync(request)).Outcome.ShouldBe(HoldStockOutcome.Held);
        return request.ReservationId;
    }

    private static HoldStockRequest Request(string? customer, string? client = null) =>
        new() { ReservationId = Guid.CreateVersion7(), Lines = [new ReservationLine(TestShop.Odyssey, 1)], CustomerId = customer, Client = client };
}
