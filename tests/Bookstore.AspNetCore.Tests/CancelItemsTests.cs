namespace Bookstore.AspNetCore;

/// <summary>Copies of an order that are cancelled, as they are asked for and answered.</summary>
public sealed class CancelItemsTests
{
    private static readonly Isbn Martian = Isbn.Parse("9780143127550");
    private static readonly Isbn Odyssey = Isbn.Parse("9780140449136");
    private static readonly Guid Id = Guid.CreateVersion7();

    [Fact]
    public async Task Items_and_the_reason_are_handed_on()
    {
        var workflow = Workflow(new CancelOrderResult { Outcome = CancelOrderOutcome.Cancelled, Order = Order() });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(workflow));

        var response = await shop.PostAsync($"/api/orders/{Id}/cancel", """{"items":[{"isbn":"978-0-14-312755-0","quantity":2}],"reason":"too many"}""");

        response.Status.ShouldBe(HttpStatusCode.OK);
        await workflow.Received(1).CancelAsync(
            Arg.Is<CancelOrderRequest>(request => request.OrderId == Id && request.Reason == "too many" && request.Items.SequenceEqual(new[] { new CancelOrderItem(Martian, 2) })), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task No_items_are_the_whole_order(string body)
    {
        var workflow = Workflow(new CancelOrderResult { Outcome = CancelOrderOutcome.Cancelled, Order = Order() });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(workflow));

        (await shop.PostAsync($"/api/orders/{Id}/cancel", body)).Status.ShouldBe(HttpStatusCode.OK);

        await workflow.Received(1).CancelAsync(Arg.Is<CancelOrderRequest>(request => request.Items.Count == 0 && request.Reason == null), Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData("""{"items":[]}""", "/items")]
    [InlineData("""{"items":[{"isbn":"no book","quantity":1}]}""", "/items/0/isbn")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":0}]}""", "/items/0/quantity")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":-1}]}""", "/items/0/quantity")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":10001}]}""", "/items/0/quantity")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":"1"}]}""", "/items/0/quantity")]
    [InlineData("""{"items":[{"isbn":"9780143127550","quantity":1},{"isbn":"978-0143127550","quantity":1}]}""", "/items/1/isbn")]
    [InlineData("""{"reason":""}""", "/reason")]
    public async Task A_body_that_is_wrong_is_refused_by_pointer(string body, string pointer)
    {
        var workflow = Workflow(new CancelOrderResult { Outcome = CancelOrderOutcome.OrderNotFound });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(workflow));

        var response = await shop.PostAsync($"/api/orders/{Id}/cancel", body);

        response.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
        response.Json["errors"]![pointer].ShouldNotBeNull();
        await workflow.DidNotReceive().CancelAsync(Arg.Any<CancelOrderRequest>(), Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task More_than_was_ordered_names_the_item()
    {
        var workflow = Workflow(new CancelOrderResult { Outcome = CancelOrderOutcome.NotOrdered, Isbn = Odyssey, Order = Order() });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(workflow));

        var response = await shop.PostAsync($"/api/orders/{Id}/cancel", """{"items":[{"isbn":"9780143127550","quantity":1},{"isbn":"9780140449136","quantity":9}]}""");

        response.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
        response.Json["errors"]!["/items/1/quantity"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Copies_in_a_delivery_name_the_delivery_to_cancel()
    {
        var delivery = Guid.CreateVersion7();
        var workflow = Workflow(new CancelOrderResult { Outcome = CancelOrderOutcome.InDelivery, Isbn = Martian, DeliveryId = delivery, Order = Order() });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(workflow));

        var response = await shop.PostAsync($"/api/orders/{Id}/cancel", """{"items":[{"isbn":"9780143127550","quantity":1}]}""");

        response.ShouldBeProblem(HttpStatusCode.Conflict, "delivery_exists");
        (response.Json["delivery_id"]!.GetValue<string>(), response.Json["isbn"]!.GetValue<string>()).ShouldBe((delivery.ToString(), Martian.ToString()));
    }

    [Theory]
    [InlineData(CancelOrderOutcome.NotLeft, "Fewer copies")]
    [InlineData(CancelOrderOutcome.PaymentNotCaptured, "captured")]
    [InlineData(CancelOrderOutcome.TooManyRefunds, "100 refunds")]
    [InlineData(CancelOrderOutcome.NotCancellable, "it is created")]
    public async Task What_cannot_be_cancelled_says_why(CancelOrderOutcome outcome, string detail)
    {
        var workflow = Workflow(new CancelOrderResult { Outcome = outcome, Isbn = Martian, Order = Order() });
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton(workflow));

        var response = await shop.PostAsync($"/api/orders/{Id}/cancel", """{"items":[{"isbn":"9780143127550","quantity":1}]}""");

        response.ShouldBeProblem(HttpStatusCode.Conflict, "order_not_cancellable");
        response.Json["detail"]!.GetValue<string>().ShouldContain(detail);
    }

    private static Order Order() => new()
    {
        Id = Id,
        CustomerId = "cust-1",
        Lines = [new OrderLine(Martian, 3, new Money(12.99m, "USD")) { Cancelled = 1 }],
        Total = new Money(38.97m, "USD"),
        Status = OrderStatus.Created,
        PaymentStatus = PaymentStatus.Captured,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private static IOrderWorkflow Workflow(CancelOrderResult result)
    {
        var workflow = Substitute.For<IOrderWorkflow>();
        workflow.CancelAsync(Arg.Any<CancelOrderRequest>(), Arg.Any<CancellationToken>()).Returns(result);
        return workflow;
    }
}
