namespace Bookstore.AspNetCore;

/// <summary>Carts' reservations over the wire: held, extended, released, turned into an order.</summary>
public sealed class ReservationTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private static readonly string Unknown = Guid.CreateVersion7().ToString();

    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task POST_holds_the_copies_and_answers_where_they_are()
    {
        var isbn = await NewBookAsync("9780061120084", 5);
        var before = DateTimeOffset.UtcNow;

        var held = await HoldAsync(isbn, 3, ""","expires_in":60""");

        held.Status.ShouldBe(HttpStatusCode.Created, held.Text);
        var id = IdOf(held);
        held.Headers.Location!.OriginalString.ShouldBe($"/api/reservations/{id}");
        held.Headers.CacheControl!.NoStore.ShouldBeTrue();
        held.Json.AsObject().Select(static member => member.Key).ShouldBe(["reservation_id", "items", "status", "expires_at"]);
        held.Json["items"]!.ToJsonString().ShouldBe($$"""[{"isbn":"{{isbn}}","quantity":3}]""");
        held.Json["status"]!.GetValue<string>().ShouldBe("held");
        var expiresAt = held.Json["expires_at"]!.GetValue<DateTimeOffset>();
        expiresAt.ShouldBeInRange(before.AddSeconds(58), DateTimeOffset.UtcNow.AddSeconds(62));
        (await StockAsync(isbn)).ShouldBe(2);
        (await Shop.GetAsync($"/api/reservations/{id}")).Text.ShouldBe(held.Text);
    }

    [Fact]
    public async Task POST_the_same_key_again_answers_the_first_reservation()
    {
        var isbn = await NewBookAsync("9780743273565", 5);
        var key = ("Idempotency-Key", "cart-" + Guid.NewGuid());

        var first = await Shop.PostAsync("/api/reservations", Body(isbn, 2), TestShop.Key, key);
        var again = await Shop.PostAsync("/api/reservations", Body(isbn, 2), TestShop.Key, key);

        again.Status.ShouldBe(HttpStatusCode.Created);
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        IdOf(again).ShouldBe(IdOf(first));
        again.Headers.Location.ShouldBe(first.Headers.Location);
        (await StockAsync(isbn)).ShouldBe(3);
        (await Shop.PostAsync("/api/reservations", Body(isbn, 3), TestShop.Key, key)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        IdOf(await Shop.PostAsync("/api/reservations", Body(isbn, 2), TestShop.OtherKey, key)).ShouldNotBe(IdOf(first), "a key is its client's own");
        (await Shop.PostAsync("/api/reservations", Body(isbn, 2), TestShop.Key, ("Idempotency-Key", "a b"))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_reservation");
    }

    [Fact]
    public async Task POST_too_few_copies_holds_nothing()
    {
        var isbn = await NewBookAsync("9780316769488", 2);

        var refused = await HoldAsync(isbn, 3);

        var problem = refused.ShouldBeProblem(HttpStatusCode.Conflict, "insufficient_stock");
        problem["isbn"]!.GetValue<string>().ShouldBe(isbn);
        problem["available"]!.GetValue<int>().ShouldBe(2);
        (await StockAsync(isbn)).ShouldBe(2);
    }

    [Theory]
    [InlineData("""{}""", "invalid_reservation", "/items")]
    [InlineData("""{"items":[]}""", "invalid_reservation", "/items")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":0}]}""", "invalid_reservation", "/items/0/quantity")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":6000},{"isbn":"0-14-312755-X","quantity":6000}],"expires_in":"1"}""", "invalid_reservation", "/expires_in")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":6000},{"isbn":"978-0-14-312755-0","quantity":6000}]}""", "invalid_reservation", "/items/1/quantity")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":1}],"expires_in":0}""", "invalid_reservation", "/expires_in")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":1}],"expires_in":2592001}""", "invalid_reservation", "/expires_in")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":1},{"isbn":"no","quantity":1},{"isbn":"none","quantity":1}]}""", "unknown_book", "/items/2/isbn")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":1},{"isbn":"9780141439518","quantity":1}]}""", "unknown_book", "/items/1/isbn")]
    public async Task POST_wrong_body_is_refused_and_says_where(string body, string code, string pointer)
    {
        var refused = await Shop.PostAsync("/api/reservations", body);

        refused.ShouldBeProblem(HttpStatusCode.BadRequest, code);
        refused.ShouldBlame(pointer);
    }

    [Fact]
    public async Task Extend_moves_the_expiry_with_a_body_or_without()
    {
        var isbn = await NewBookAsync("9780452284234", 5);
        var held = await HoldAsync(isbn, 1, ""","expires_in":10""");
        var path = $"/api/reservations/{IdOf(held)}/extend";

        var minutes = await Shop.PostAsync(path, null);
        var hour = await Shop.PostAsync(path, """{"expires_in":3600}""");

        ExpiryOf(minutes).ShouldBeGreaterThan(ExpiryOf(held).AddMinutes(14));
        ExpiryOf(hour).ShouldBeGreaterThan(ExpiryOf(minutes).AddMinutes(44));
        var refused = await Shop.PostAsync(path, """{"expires_in":0}""");
        refused.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_reservation");
        refused.ShouldBlame("/expires_in");
    }

    [Fact]
    public async Task DELETE_releases_the_copies_once_and_what_is_released_is_not_extended()
    {
        var isbn = await NewBookAsync("9780140283334", 5);
        var path = $"/api/reservations/{IdOf(await HoldAsync(isbn, 4))}";

        var released = await Shop.SendAsync(HttpMethod.Delete, path, null);
        var again = await Shop.SendAsync(HttpMethod.Delete, path, null);

        released.Status.ShouldBe(HttpStatusCode.OK, released.Text);
        released.Json["status"]!.GetValue<string>().ShouldBe("released");
        again.Text.ShouldBe(released.Text);
        (await StockAsync(isbn)).ShouldBe(5);
        (await Shop.PostAsync(path + "/extend", null)).ShouldBeProblem(HttpStatusCode.Conflict, "reservation_not_held");
    }

    [Fact]
    public async Task POST_order_takes_the_copies_of_the_cart_over()
    {
        var isbn = await NewBookAsync("9780679783268", 2);
        var id = IdOf(await HoldAsync(isbn, 2));
        (await Shop.PostAsync("/api/orders", Bodies.Order(isbn, 1))).ShouldBeProblem(HttpStatusCode.Conflict, "insufficient_stock");

        var order = await Shop.PostAsync("/api/orders", Order(isbn, 2, id));

        order.Status.ShouldBe(HttpStatusCode.Created, order.Text);
        (await Shop.GetAsync($"/api/reservations/{id}")).Json["status"]!.GetValue<string>().ShouldBe("ordered");
        (await Shop.SendAsync(HttpMethod.Delete, $"/api/reservations/{id}", null)).ShouldBeProblem(HttpStatusCode.Conflict, "reservation_not_held");
        (await Shop.PostAsync($"/api/reservations/{id}/extend", null)).ShouldBeProblem(HttpStatusCode.Conflict, "reservation_not_held");
        (await Shop.PostAsync("/api/orders", Order(TestShop.Martian, 1, id))).ShouldBeProblem(HttpStatusCode.Conflict, "reservation_not_held");
    }

    [Fact]
    public async Task POST_order_of_a_reservation_that_is_not_there_orders_nothing()
    {
        foreach (var id in (string[])[Unknown, "nonsense", string.Empty, Guid.Empty.ToString()])
        {
            (await Shop.PostAsync("/api/orders", Order(TestShop.Martian, 1, id))).ShouldBeProblem(HttpStatusCode.Conflict, "reservation_not_held");
        }
    }

    [Fact]
    public async Task A_reservation_that_is_not_there_is_not_found()
    {
        foreach (var id in (string[])[Unknown, "nonsense", Guid.Empty.ToString()])
        {
            (await Shop.GetAsync($"/api/reservations/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "reservation_not_found");
            (await Shop.PostAsync($"/api/reservations/{id}/extend", null)).ShouldBeProblem(HttpStatusCode.NotFound, "reservation_not_found");
            (await Shop.SendAsync(HttpMethod.Delete, $"/api/reservations/{id}", null)).ShouldBeProblem(HttpStatusCode.NotFound, "reservation_not_found");
        }
    }

    private static string Body(string isbn, int quantity, string more = "") => $$"""{"items":[{"isbn":"{{isbn}}","quantity":{{quantity}}}]{{more}}}""";

    private static string Order(string isbn, int quantity, string reservation)
    {
        var order = JsonNode.Parse(Bodies.Order(isbn, quantity))!;
        order["reservation_id"] = reservation;
        return order.ToJsonString();
    }

    private static string IdOf(Answer answer) => answer.Json["reservation_id"]!.GetValue<string>();

    private static DateTimeOffset ExpiryOf(Answer answer) => answer.Json["expires_at"]!.GetValue<DateTimeOffset>();

    private Task<Answer> HoldAsync(string isbn, int quantity, string more = "") => Shop.PostAsync("/api/reservations", Body(isbn, quantity, more));

    private async Task<int> StockAsync(string isbn) => (await Shop.GetAsync($"/api/books/{isbn}")).Json["stock"]!.GetValue<int>();

    private async Task<string> NewBookAsync(string isbn, int copies)
    {
        await Shop.StockAsync(isbn, "A book", "An author", 9.99m, copies);
        return isbn;
    }
}
