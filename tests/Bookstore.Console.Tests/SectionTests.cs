namespace Bookstore.Operating;

/// <summary>The pages beside the orders, and their actions.</summary>
public sealed class SectionTests
{
    [Fact]
    public async Task Ledger_of_a_book_explains_its_stock()
    {
        await using var shop = await ConsoleShop.StartAsync();
        await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        var list = await browser.GetAsync("/console/stock?q=martian");
        var page = await browser.GetAsync($"/console/stock/{ConsoleShop.Martian}");

        list.Text.ShouldContain($"/console/stock/{ConsoleShop.Martian}\"");
        list.Text.ShouldNotContain("Odyssey");
        page.Text.ShouldContain("Why is the stock 10?");
        page.Text.ShouldContain("reserved");
        Markup.FindProblem(page.Text).ShouldBeNull();
    }

    [Fact]
    public async Task Copies_are_received_and_written_off()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();
        var path = $"/console/stock/{ConsoleShop.Martian}";

        var question = await browser.SubmitAsync($"{path}/receive", ("quantity", "5"), ("reason", "delivery"), ("step", "enter"));
        await browser.SubmitAsync($"{path}/receive", question, ("step", "confirm"));
        var done = await browser.SubmitAsync($"{path}/receive", question, ("step", "confirm"));
        var less = await browser.SubmitAsync($"{path}/adjust", ("quantity", "-2"), ("reason", "damaged"), ("step", "confirm"));
        var refused = await browser.SubmitAsync($"{path}/adjust", ("quantity", "-100"), ("reason", "damaged"), ("step", "confirm"));
        var none = await browser.SubmitAsync($"{path}/adjust", ("quantity", "0"), ("reason", "damaged"), ("step", "confirm"));

        WebUtility.HtmlDecode(question.Text).ShouldContain("+5 copies: 15 on hand then.");
        done.Text.ShouldContain("The stock was changed.");
        less.Text.ShouldContain("Why is the stock 13?");
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Text.ShouldContain("There are fewer copies that are not reserved. Nothing changed.");
        none.Text.ShouldContain("Enter a number other than zero.");
        (await shop.Get<IInventoryService>().FindStockAsync(ConsoleShop.Martian))!.OnHand.ShouldBe(13);
    }

    [Fact]
    public async Task Deliveries_are_listed_by_status()
    {
        await using var shop = await ConsoleShop.StartAsync();
        await shop.DeliverAsync(await shop.OrderAsync());
        using var browser = await shop.SignInAsync();

        (await browser.GetAsync("/console/deliveries?status=delivered")).Text.ShouldContain("<th scope=\"row\"");
        (await browser.GetAsync("/console/deliveries?status=scheduled")).Text.ShouldContain("No delivery matches.");
    }

    [Fact]
    public async Task Return_is_approved_received_and_refunded()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        await shop.DeliverAsync(order);
        var made = await shop.Get<IReturnService>().CreateAsync(new CreateReturnRequest { OrderId = order, Items = [new ReturnItem(ConsoleShop.Martian, 2)] });
        using var browser = await shop.SignInAsync();
        var path = $"/console/returns/{made.Return!.Id}";

        var approved = await browser.SubmitAsync($"{path}/approve", ("step", "confirm"));
        var tooMany = await browser.SubmitAsync($"{path}/receive", ($"received-{ConsoleShop.Martian}", "1"), ($"sellable-{ConsoleShop.Martian}", "2"), ("step", "enter"));
        var question = await browser.SubmitAsync($"{path}/receive", ($"received-{ConsoleShop.Martian}", "2"), ($"sellable-{ConsoleShop.Martian}", "1"), ("step", "enter"));
        await browser.SubmitAsync($"{path}/receive", question, ("step", "confirm"));
        var late = await browser.SubmitAsync($"{path}/approve", ("step", "confirm"));

        approved.Text.ShouldContain("The return was moved.");
        tooMany.Text.ShouldContain("Not more can be sold than came.");
        WebUtility.HtmlDecode(question.Text).ShouldContain("2 × The Martian came back: 1 go into stock, 1 are written off.");
        (await shop.Get<IReturnService>().FindAsync(made.Return.Id))!.Status.ShouldBeOneOf(ReturnStatus.Received, ReturnStatus.Completed);
        (await shop.FindAsync(order)).Lines[0].Returned.ShouldBe(2);
        late.Status.ShouldBe(HttpStatusCode.Conflict);
        late.Text.ShouldContain("cannot become approved. Nothing changed.");
    }

    [Fact]
    public async Task Return_is_rejected_with_a_reason()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        await shop.DeliverAsync(order);
        var made = await shop.Get<IReturnService>().CreateAsync(new CreateReturnRequest { OrderId = order, Items = [new ReturnItem(ConsoleShop.Martian, 1)] });
        using var browser = await shop.SignInAsync();

        await browser.SubmitAsync($"/console/returns/{made.Return!.Id}/reject", ("reason", "used"), ("step", "confirm"));

        var known = await shop.Get<IReturnService>().FindAsync(made.Return.Id);
        (known!.Status, known.RejectionReason).ShouldBe((ReturnStatus.Rejected, "used"));
        (await browser.GetAsync("/console/returns?status=rejected")).Text.ShouldContain("<th scope=\"row\"");
    }

    [Theory]
    [InlineData("stock/9780143127550/receive")]
    [InlineData("returns/01a22bc6-725d-7158-830f-42b7d547c83e/approve")]
    [InlineData("stock")]
    [InlineData("returns")]
    [InlineData("live")]
    public async Task What_the_roles_do_not_reach_is_refused(string path)
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var reader = await shop.SignInAsync(ConsoleShop.ReaderKey);

        (await reader.SendAsync(HttpMethod.Get, "/console/" + path)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
