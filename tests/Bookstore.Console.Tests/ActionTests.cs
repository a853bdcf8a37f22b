namespace Bookstore.Operating;

/// <summary>What a person does on the page of an order, without script.</summary>
public sealed class ActionTests
{
    [Fact]
    public async Task Refund_is_entered_confirmed_and_made_once()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync(customer: "anna");
        using var browser = await shop.SignInAsync();
        var path = $"/console/orders/{order}/refund";

        var question = await browser.SubmitAsync(path, ("amount", "5.00"), ("reason", "goodwill"), ("note", "late"), ("step", "enter"));
        question.Text.ShouldContain("Gives 5.00 USD back to anna");
        (await shop.Get<IRefundService>().ListAsync(order)).ShouldBeEmpty();
        var done = await browser.SubmitAsync(path, question, ("step", "confirm"));
        var again = await browser.SubmitAsync(path, question, ("step", "confirm"));

        done.Path.ShouldBe($"/console/orders/{order}?done=refunded");
        done.Text.ShouldContain("The refund is on record.");
        again.Path.ShouldBe(done.Path);
        var refund = (await shop.Get<IRefundService>().ListAsync(order)).ShouldHaveSingleItem();
        refund.Amount.ShouldBe(new Money(5m, "USD"));
        (refund.Reason, refund.Note).ShouldBe(("goodwill", "late"));
    }

    [Theory]
    [InlineData("", "Enter a value.")]
    [InlineData("0", "Enter an amount above zero")]
    [InlineData("-1", "Enter an amount above zero")]
    [InlineData("5.001", "Enter at most 2 decimals.")]
    [InlineData("five", "Enter an amount above zero")]
    public async Task Amount_that_is_none_is_explained_beside_its_field(string amount, string message)
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        var page = await browser.SubmitAsync($"/console/orders/{order}/refund", ("amount", amount), ("reason", "goodwill"), ("step", "confirm"));

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain(message);
        page.Text.ShouldContain("aria-invalid=\"true\"");
        (await shop.Get<IRefundService>().ListAsync(order)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusal_is_in_the_words_of_the_API()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        var page = await browser.SubmitAsync($"/console/orders/{order}/refund", ("amount", "100"), ("reason", "goodwill"), ("step", "confirm"));

        page.Status.ShouldBe(HttpStatusCode.Conflict);
        page.Text.ShouldContain("The refund exceeds what was captured");
        page.Text.ShouldContain("value=\"100\"");
    }

    [Fact]
    public async Task Copies_are_refunded_by_what_they_are_worth()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();
        var path = $"/console/orders/{order}/refund-items";

        var none = await browser.SubmitAsync(path, ("reason", "damaged"), ("step", "enter"));
        var question = await browser.SubmitAsync(path, ($"copies-{ConsoleShop.Martian}", "1"), ("reason", "damaged"), ("step", "enter"));
        await browser.SubmitAsync(path, question, ("step", "confirm"));

        none.Text.ShouldContain("Choose at least one copy.");
        WebUtility.HtmlDecode(question.Text).ShouldContain("Refunds 1 × The Martian.");
        (await shop.Get<IRefundService>().ListAsync(order)).ShouldHaveSingleItem().Amount.ShouldBe(new Money(12.99m, "USD"));
    }

    [Fact]
    public async Task Order_is_cancelled_after_one_question()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        var question = await browser.GetAsync($"/console/orders/{order}/cancel");
        (await shop.FindAsync(order)).Status.ShouldBe(OrderStatus.Created);
        var done = await browser.SubmitAsync($"/console/orders/{order}/cancel", question, ("step", "confirm"));

        question.Text.ShouldContain("All copies go back into stock at once.");
        done.Text.ShouldContain("The order was cancelled.");
        (await shop.FindAsync(order)).Status.ShouldBe(OrderStatus.Cancelled);
        (await shop.Get<IInventoryService>().ListMovementsAsync(ConsoleShop.Martian, new PageRequest())).Items[0].Actor.ShouldBe(new Actor("owner"));
    }

    [Fact]
    public async Task Copies_are_cancelled_and_the_rest_stays()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        var done = await browser.SubmitAsync($"/console/orders/{order}/cancel-items", ($"copies-{ConsoleShop.Martian}", "1"), ("step", "confirm"));

        done.Text.ShouldContain("The copies were cancelled.");
        (await shop.FindAsync(order)).Lines[0].Cancelled.ShouldBe(1);
    }

    [Fact]
    public async Task Delivery_is_scheduled_moved_and_returned()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        var scheduled = await browser.SubmitAsync($"/console/orders/{order}/deliver", ("address", "1 High Street"), ("courier", "local"), ("step", "confirm"));
        var delivery = (await shop.Get<IDeliveryService>().ListAsync(new DeliveryQuery { OrderId = order })).Items.ShouldHaveSingleItem();
        foreach (var status in (string[])["dispatched", "in_transit", "delivered"])
        {
            var moved = await browser.SubmitAsync($"/console/deliveries/{delivery.Id}/move/{status}", ("step", "confirm"));
            moved.Text.ShouldContain("The delivery was moved.");
        }

        var late = await browser.SubmitAsync($"/console/deliveries/{delivery.Id}/move/dispatched", ("step", "confirm"));
        var returned = await browser.SubmitAsync($"/console/orders/{order}/return", ($"copies-{ConsoleShop.Martian}", "1"), ("reason", "damaged"), ("step", "confirm"));

        scheduled.Text.ShouldContain("The delivery is scheduled.");
        late.Status.ShouldBe(HttpStatusCode.Conflict);
        late.Text.ShouldContain("A delivery that is delivered cannot become dispatched. Nothing changed.");
        returned.Text.ShouldContain("The return is on record.");
        (await shop.Get<IReturnService>().ListAsync(order)).ShouldHaveSingleItem().Lines[0].Reason.ShouldBe("damaged");
    }

    [Fact]
    public async Task Courier_that_the_shop_does_not_have_is_refused()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        var page = await browser.SubmitAsync($"/console/orders/{order}/deliver", ("address", "1 High Street"), ("courier", "pigeon"), ("step", "confirm"));

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("No courier of that name works for this shop.");
    }

    [Fact]
    public async Task Held_amount_is_captured_in_part()
    {
        await using var shop = await ConsoleShop.StartAsync(static services => services.Configure<BookstoreOptions>(static options => options.CapturePolicy = CapturePolicy.Manual));
        var order = await shop.OrderAsync(isCaptured: false);
        using var browser = await shop.SignInAsync();
        var path = $"/console/orders/{order}/capture";

        var question = await browser.SubmitAsync(path, ("amount", "20"), ("step", "enter"));
        await browser.SubmitAsync(path, question, ("step", "confirm"));

        question.Text.ShouldContain("Captures 20 USD of 25.98 USD.");
        await ConsoleShop.EventuallyAsync(async () => (await shop.FindAsync(order)).Captured == new Money(20m, "USD"));
    }
}
