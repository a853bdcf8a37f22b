namespace Bookstore.AspNetCore;

/// <summary>How returns are moved along and listed over HTTP, and by whom.</summary>
public sealed class ReturnMoveTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    private ReturnDesk Desk => new(Shop);

    [Theory]
    [InlineData("receive", """{}""", "/items")]
    [InlineData("receive", """{"items":[{"isbn":"9780140449136","received":-1,"sellable":0}]}""", "/items/0/received")]
    [InlineData("receive", """{"items":[{"isbn":"9780140449136","received":1}]}""", "/items/0/sellable")]
    [InlineData("receive", """{"items":[{"isbn":"9780140449136","received":1,"sellable":2}]}""", "/items/0/sellable")]
    [InlineData("receive", """{"items":[{"isbn":"9780262033848","received":1,"sellable":1}]}""", "/items/0/isbn")]
    [InlineData("reject", """{}""", "/reason")]
    [InlineData("reject", """{"reason":" "}""", "/reason")]
    public async Task What_is_wrong_with_a_move_is_named_and_nothing_changes(string move, string body, string pointer)
    {
        var id = ReturnDesk.IdOf(await Desk.ReturnAsync(await Desk.DeliveredAsync(1), ReturnDesk.One));
        if (move == "receive")
        {
            await Desk.MoveAsync(id, "approve");
        }

        var answer = await Desk.MoveAsync(id, move, body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_return");
        answer.ShouldBlame(pointer);
    }

    [Fact]
    public async Task Moves_that_cannot_be_are_refused_and_the_same_move_again_changes_nothing()
    {
        var id = ReturnDesk.IdOf(await Desk.ReturnAsync(await Desk.DeliveredAsync(1), ReturnDesk.One));
        (await Desk.MoveAsync(id, "complete")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await Desk.MoveAsync(id, "receive", """{"items":[]}""")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await Desk.MoveAsync(id, "reject", """{"reason":"worn"}""")).Json["rejection_reason"]!.GetValue<string>().ShouldBe("worn");
        (await Desk.MoveAsync(id, "reject", """{"reason":"worn"}""")).Header("ETag").ShouldBe("\"2\"");
        (await Desk.MoveAsync(id, "approve")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await Desk.MoveAsync(id, "cancel")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await Desk.MoveAsync(Guid.NewGuid().ToString(), "approve")).ShouldBeProblem(HttpStatusCode.NotFound, "return_not_found");
    }

    [Fact]
    public async Task A_return_is_moved_only_from_the_version_that_was_read()
    {
        var id = ReturnDesk.IdOf(await Desk.ReturnAsync(await Desk.DeliveredAsync(1), ReturnDesk.One));

        (await Shop.PostAsync($"/api/returns/{id}/approve", null, headers: ("If-Match", "\"2\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await Shop.PostAsync($"/api/returns/{id}/approve", null, headers: ("If-Match", "broken"))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_return");
        (await Shop.PostAsync($"/api/returns/{id}/approve", null, headers: ("If-Match", "\"1\""))).Status.ShouldBe(HttpStatusCode.OK);
        (await Shop.PostAsync($"/api/returns/{id}/receive", """{"items":[]}""", headers: ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task Returns_are_listed_by_order_and_by_status_page_by_page()
    {
        await using var shop = await TestShop.StartAsync();
        var order = await shop.OrderAsync(TestShop.Odyssey, 3);
        await ReturnDesk.DeliverAsync(shop, order);
        var ids = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            ids.Add(ReturnDesk.IdOf(await shop.PostAsync($"/api/orders/{order}/returns", ReturnDesk.One, headers: ("Idempotency-Key", $"k-{number}"))));
        }

        await ReturnDesk.MoveAsync(shop, ids[1], "approve");
        var page = await shop.GetAsync($"/api/orders/{order}/returns?limit=2");
        (ReturnDesk.Ids(page).SequenceEqual(ids.Take(2)), page.Header("Cache-Control")).ShouldBe((true, "no-store"));
        ReturnDesk.Ids(await shop.GetAsync(page.Header("Link")!.Split('<', '>')[1])).ShouldBe([ids[2]]);
        ReturnDesk.Ids(await shop.GetAsync("/api/returns")).ShouldBe([ids[2], ids[1], ids[0]]);
        ReturnDesk.Ids(await shop.GetAsync("/api/returns?status=approved")).ShouldBe([ids[1]]);
        (await shop.GetAsync("/api/returns?status=lost")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        (await shop.GetAsync("/api/returns?page=2")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        (await shop.GetAsync($"/api/orders/{Guid.NewGuid()}/returns")).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
    }

    [Fact]
    public async Task Reading_and_making_returns_take_roles_of_their_own()
    {
        await using var shop = await TestShop.StartAsync(options: static options =>
        {
            TestShop.AddClient(options, "clerk", "clerk-key", BookstoreRoles.OrdersWrite, BookstoreRoles.RefundsWrite, BookstoreRoles.ReturnsRead);
            TestShop.AddClient(options, "desk", "desk-key", BookstoreRoles.ReturnsWrite);
        });
        var order = await shop.OrderAsync(TestShop.Odyssey);
        var path = $"/api/orders/{order}/returns";

        foreach (var write in new[] { path, $"/api/orders/{order}/withdrawal", $"/api/returns/{order}/approve", $"/api/returns/{order}/reject", $"/api/returns/{order}/receive", $"/api/returns/{order}/complete", $"/api/returns/{order}/cancel" })
        {
            (await shop.PostAsync(write, "{}", "clerk-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        }

        (await shop.GetAsync(path, "clerk-key")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/returns", "clerk-key")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var read in new[] { path, "/api/returns", $"/api/returns/{order}" })
        {
            (await shop.GetAsync(read, "desk-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        }

        (await shop.PostAsync($"/api/orders/{order}/withdrawal", "{}", "desk-key", ("Idempotency-Key", "k"))).Status.ShouldBe(HttpStatusCode.Created);
        (await shop.GetAsync("/api/returns", null)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }
}
