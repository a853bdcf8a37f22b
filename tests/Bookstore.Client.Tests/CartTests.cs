using Bookstore.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>Carts' copies, held and ordered through the client.</summary>
public sealed class CartTests
{
    private const string Isbn = "9780141439587";

    private static readonly PlaceOrderItem[] TwoCopies = [new PlaceOrderItem { Isbn = Isbn, Quantity = 2 }];

    [Fact]
    public async Task A_cart_is_held_for_longer_and_ordered()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = await StockAsync(services, 2);

        var held = await client.CreateReservationAsync(new CreateReservationBody { Items = TwoCopies, ExpiresIn = 60 });
        var extended = await client.ExtendReservationAsync(held.ReservationId, TimeSpan.FromHours(1));
        var order = TestClient.Order with { Items = TwoCopies };
        var without = await client.PlaceOrderAsync(order);
        var with = await client.PlaceOrderAsync(order with { ReservationId = held.ReservationId });
        var again = await client.PlaceOrderAsync(order with { ReservationId = held.ReservationId });

        (held.Status, held.Items.Single().Quantity).ShouldBe((ReservationStatuses.Held, 2));
        extended.ExpiresAt.ShouldBeGreaterThan(held.ExpiresAt.AddMinutes(58));
        without.Outcome.ShouldBe(OrderPlacementOutcome.InsufficientStock);
        with.Outcome.ShouldBe(OrderPlacementOutcome.Created, with.Detail);
        (again.Outcome, again.OrderId).ShouldBe((OrderPlacementOutcome.ReservationNotHeld, null));
        (await client.FindReservationAsync(held.ReservationId))!.Status.ShouldBe(ReservationStatuses.Ordered);
        var refused = await Should.ThrowAsync<BookstoreApiException>(() => client.ReleaseReservationAsync(held.ReservationId));
        refused.Code.ShouldBe(ProblemCodes.ReservationNotHeld);
    }

    [Fact]
    public async Task A_cart_that_is_left_gives_its_copies_back()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = await StockAsync(services, 2);
        var body = new CreateReservationBody { Items = TwoCopies };

        var first = await client.CreateReservationAsync(body, idempotencyKey: "cart-1");
        var repeated = await client.CreateReservationAsync(body, idempotencyKey: "cart-1");
        var tooMany = await Should.ThrowAsync<BookstoreApiException>(() => client.CreateReservationAsync(body));
        var released = await client.ReleaseReservationAsync(first.ReservationId);
        var twice = await client.ReleaseReservationAsync(first.ReservationId);

        repeated.ReservationId.ShouldBe(first.ReservationId);
        (tooMany.Code, tooMany.Problem!.Available).ShouldBe((ProblemCodes.InsufficientStock, 0));
        (released.Status, twice.Status).ShouldBe((ReservationStatuses.Released, ReservationStatuses.Released));
        (await client.FindBookAsync(Isbn))!.Stock.ShouldBe(2);
        var late = await Should.ThrowAsync<BookstoreApiException>(() => client.ExtendReservationAsync(first.ReservationId));
        late.Code.ShouldBe(ProblemCodes.ReservationNotHeld);
        (await client.FindReservationAsync(Guid.CreateVersion7().ToString())).ShouldBeNull();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(2_592_001_000)]
    public async Task A_time_that_the_server_does_not_take_is_not_sent(long milliseconds)
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Book);
        using var client = new TestClient(server.Address);

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => client.Client.ExtendReservationAsync("1", TimeSpan.FromMilliseconds(milliseconds)));

        server.Requests.ShouldBeEmpty();
    }

    private static async Task<BookstoreClient> StockAsync(ServiceProvider services, int copies)
    {
        var client = services.GetRequiredService<BookstoreClient>();
        await client.SaveBookAsync(Isbn, new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD" });
        await client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = copies, Reason = "delivery note 17" });
        return client;
    }
}
