namespace Bookstore.AspNetCore;

/// <summary>Deliveries over the wire.</summary>
public sealed class DeliveryTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task An_order_goes_from_scheduled_to_delivered()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        var scheduled = await Shop.PostAsync("/api/delivery", Bodies.Delivery(order));

        scheduled.Status.ShouldBe(HttpStatusCode.Created, scheduled.Text);
        var id = scheduled.Json["delivery_id"]!.GetValue<string>();
        scheduled.Headers.Location!.OriginalString.ShouldBe($"/api/delivery/{id}");
        scheduled.Json["order_id"]!.GetValue<string>().ShouldBe(order);
        scheduled.Json["address"]!.GetValue<string>().ShouldBe("123 Main St");
        scheduled.Json["courier"]!.GetValue<string>().ShouldBe("local");
        scheduled.Json["status"]!.GetValue<string>().ShouldBe("scheduled");
        scheduled.Json["created_at"]!.GetValue<string>().ShouldEndWith("Z");

        await Shop.CapturedAsync(order);
        await TestShop.EventuallyAsync(async () => (await Shop.GetAsync($"/api/delivery/{id}/")).Json["tracking_number"] is not null);
        foreach (var status in new[] { "dispatched", "in_transit", "delivered" })
        {
            var moved = await MoveAsync(id, status);
            moved.Status.ShouldBe(HttpStatusCode.OK, moved.Text);
            moved.Json["status"]!.GetValue<string>().ShouldBe(status);
        }

        (await Shop.GetAsync($"/api/orders/{order}")).Json["status"]!.GetValue<string>().ShouldBe("delivered");
        (await Shop.GetAsync($"/api/delivery/{id}")).Headers.ETag.ShouldNotBeNull();
        (await Shop.PostAsync($"/api/orders/{order}/cancel", null)).ShouldBeProblem(HttpStatusCode.Conflict, "order_not_cancellable");
    }

    [Fact]
    public async Task An_address_in_parts_comes_back_in_parts()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        const string Address = """{"name":"Ada Lovelace","lines":["1 Main St","c/o Byron"],"city":"London","postal_code":"N1 9GU","country":"GB"}""";

        var scheduled = await Shop.PostAsync("/api/delivery", $$"""{"order_id":"{{order}}","address":{{Address}}}""");

        scheduled.Status.ShouldBe(HttpStatusCode.Created, scheduled.Text);
        scheduled.Json["address"]!.ToJsonString().ShouldBe(Address);
        (await Shop.GetAsync($"/api/delivery/{scheduled.Json["delivery_id"]}")).Json["address"]!.ToJsonString().ShouldBe(Address);
    }

    [Theory]
    [InlineData("1", "/address")]
    [InlineData("""["1 Main St"]""", "/address")]
    [InlineData("{}", "/address/name", "/address/lines", "/address/city", "/address/postal_code", "/address/country")]
    [InlineData("""{"name":"Ada","lines":[],"city":"London","postal_code":"N1","country":"GB"}""", "/address/lines")]
    [InlineData("""{"name":"Ada","lines":["1",2],"city":"London","postal_code":"N1","country":"GB"}""", "/address/lines/1")]
    [InlineData("""{"name":"Ada","lines":["1"],"city":"London","postal_code":"N1","country":"gb"}""", "/address/country")]
    [InlineData("""{"name":" ","lines":["1"],"city":"London","postal_code":"N1","country":"GBR"}""", "/address/name", "/address/country")]
    public async Task An_address_that_is_none_is_refused_member_by_member(string address, params string[] pointers)
    {
        var refused = await Shop.PostAsync("/api/delivery", $$"""{"order_id":"{{Guid.NewGuid()}}","address":{{address}}}""");

        refused.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_delivery");
        refused.Json["errors"]!.AsObject().Select(static error => error.Key).ShouldBe(pointers, ignoreOrder: true);
    }

    [Fact]
    public async Task A_step_that_does_not_exist_is_refused()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        var id = (await Shop.PostAsync("/api/delivery/", Bodies.Delivery(order, ""","courier":null"""))).Json["delivery_id"]!.GetValue<string>();

        (await MoveAsync(id, "delivered")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await MoveAsync(id, "scheduled")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_dispatched_order_cannot_be_cancelled()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        var id = (await Shop.PostAsync("/api/delivery", Bodies.Delivery(order))).Json["delivery_id"]!.GetValue<string>();
        await Shop.CapturedAsync(order);
        (await MoveAsync(id, "dispatched")).Status.ShouldBe(HttpStatusCode.OK);

        (await Shop.PostAsync($"/api/orders/{order}/cancel", null)).ShouldBeProblem(HttpStatusCode.Conflict, "order_not_cancellable");
    }

    [Fact]
    public async Task A_lost_parcel_is_refunded_and_a_delivered_order_can_be_sent_back()
    {
        var (lost, lostParcel) = await DispatchedAsync();
        (await MoveAsync(lostParcel, "lost")).Json["status"]!.GetValue<string>().ShouldBe("lost");
        (await MoveAsync(lostParcel, "lost")).Status.ShouldBe(HttpStatusCode.OK);
        (await MoveAsync(lostParcel, "returned")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await Shop.GetAsync("/api/delivery?status=lost")).Json.AsArray().Select(delivery => delivery!["delivery_id"]!.GetValue<string>()).ShouldContain(lostParcel);

        var (sentBack, parcel) = await DispatchedAsync();
        (await MoveAsync(parcel, "delivered")).Status.ShouldBe(HttpStatusCode.OK);
        (await MoveAsync(parcel, "returned")).Status.ShouldBe(HttpStatusCode.OK);

        await TestShop.EventuallyAsync(async () => (await Shop.GetAsync($"/api/orders/{lost}")).Json["payment_status"]!.GetValue<string>() == "refunded");
        await TestShop.EventuallyAsync(async () => (await Shop.GetAsync($"/api/orders/{sentBack}")).Json["payment_status"]!.GetValue<string>() == "refunded");
        (await Shop.GetAsync($"/api/orders/{lost}")).Json["status"]!.GetValue<string>().ShouldBe("cancelled");
        (await Shop.GetAsync($"/api/orders/{sentBack}")).Json["status"]!.GetValue<string>().ShouldBe("delivered");
    }

    [Fact]
    public async Task An_order_has_one_active_delivery()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        var first = await Shop.PostAsync("/api/delivery", Bodies.Delivery(order));

        var second = await Shop.PostAsync("/api/delivery", Bodies.Delivery(order));

        var problem = second.ShouldBeProblem(HttpStatusCode.Conflict, "delivery_exists");
        problem["delivery_id"]!.GetValue<string>().ShouldBe(first.Json["delivery_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_order_has_a_bounded_number_of_deliveries()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        for (var count = 1; count <= Order.MaxDeliveries; count++)
        {
            var scheduled = await Shop.PostAsync("/api/delivery", Bodies.Delivery(order));
            scheduled.Status.ShouldBe(HttpStatusCode.Created, scheduled.Text);
            (await MoveAsync(scheduled.Json["delivery_id"]!.GetValue<string>(), "cancelled")).Status.ShouldBe(HttpStatusCode.OK);
        }

        var refused = (await Shop.PostAsync("/api/delivery", Bodies.Delivery(order))).ShouldBeProblem(HttpStatusCode.Conflict, "too_many_deliveries");

        refused["detail"]!.GetValue<string>().ShouldContain("30 deliveries");
    }

    [Fact]
    public async Task Only_a_confirmed_order_is_delivered()
    {
        var declined = await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: "4000000000000002"));

        (await Shop.PostAsync("/api/delivery", Bodies.Delivery(declined.Json["order_id"]!.GetValue<string>())))
            .ShouldBeProblem(HttpStatusCode.Conflict, "order_not_deliverable");
    }

    [Fact]
    public async Task Deliveries_are_listed_by_order_and_status()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        var id = (await Shop.PostAsync("/api/delivery", Bodies.Delivery(order))).Json["delivery_id"]!.GetValue<string>();

        var mine = await Shop.GetAsync($"/api/delivery?order_id={order}&status=scheduled");
        mine.Json.AsArray().Single()!["delivery_id"]!.GetValue<string>().ShouldBe(id);
        (await Shop.GetAsync($"/api/delivery/?order_id={order}&status=failed")).Text.ShouldBe("[]");
        (await Shop.GetAsync("/api/delivery?order_id=nonsense")).Text.ShouldBe("[]");
        (await Shop.GetAsync("/api/delivery?limit=1")).Json.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"address":"a"}""", "/order_id")]
    [InlineData("""{"order_id":"","address":"a"}""", "/order_id")]
    [InlineData("""{"order_id":1,"address":"a"}""", "/order_id")]
    [InlineData("""{"order_id":"019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b"}""", "/address")]
    [InlineData("""{"order_id":"019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b","address":" "}""", "/address")]
    [InlineData("""{"order_id":"019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b","address":{"street":"a"}}""", "/address/lines")]
    [InlineData("""{"order_id":"019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b","address":"a","courier":1}""", "/courier")]
    [InlineData("""{"order_id":"019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b","address":"a","courier":"pigeon"}""", "/courier")]
    public async Task A_bad_delivery_is_refused_by_name(string body, string pointer)
    {
        var answer = await Shop.PostAsync("/api/delivery", body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_delivery");
        answer.ShouldBlame(pointer);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status":"vanished"}""")]
    [InlineData("""{"status":3}""")]
    [InlineData("""{"status":null}""")]
    public async Task A_bad_move_is_refused_by_name(string body)
    {
        var answer = await Shop.PostAsync("/api/delivery/019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b/status", body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_delivery");
        answer.ShouldBlame("/status");
    }

    [Theory]
    [InlineData("019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b")]
    [InlineData("nonsense")]
    public async Task What_is_not_there_is_not_found(string id)
    {
        (await Shop.GetAsync($"/api/delivery/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "delivery_not_found");
        (await MoveAsync(id, "dispatched")).ShouldBeProblem(HttpStatusCode.NotFound, "delivery_not_found");
        (await Shop.PostAsync("/api/delivery", Bodies.Delivery(id))).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
    }

    private Task<Answer> MoveAsync(string id, string status) => Shop.PostAsync($"/api/delivery/{id}/status", $$"""{"status":"{{status}}"}""");

    private async Task<(string Order, string Delivery)> DispatchedAsync()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        var id = (await Shop.PostAsync("/api/delivery", Bodies.Delivery(order))).Json["delivery_id"]!.GetValue<string>();
        await Shop.CapturedAsync(order);
        (await MoveAsync(id, "dispatched")).Status.ShouldBe(HttpStatusCode.OK);
        return (order, id);
    }
}
