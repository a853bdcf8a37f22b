namespace Bookstore.Operating;

public sealed class OrderPageTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("כותרת מימין לשמאל \u202Eאבג")]
    public async Task Texts_are_shown_as_they_are_and_are_never_markup(string text)
    {
        await using var shop = await ConsoleShop.StartAsync();
        await shop.StockAsync(ConsoleShop.Martian, text, 12.99m, 1);
        var order = await shop.OrderAsync(customer: text);
        using var browser = await shop.SignInAsync();

        foreach (var path in (string[])[$"/console/orders/{order}", "/console/orders", "/console/stock", $"/console/orders/{order}/refund-items", $"/console/orders/{order}/deliver", $"/console/orders?q={Uri.EscapeDataString(text)}"])
        {
            var page = await browser.GetAsync(path);

            page.Status.ShouldBe(HttpStatusCode.OK);
            WebUtility.HtmlDecode(page.Text).ShouldContain(text, customMessage: path);
            page.Text.ShouldNotContain("<script>alert", customMessage: path);
            page.Text.ShouldNotContain("<img", customMessage: path);
            Markup.FindProblem(page.Text).ShouldBeNull(path);
        }
    }

    [Fact]
    public async Task Title_of_500_characters_is_shown_whole()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var title = string.Concat(Enumerable.Repeat("Wörterbuch", 50));
        await shop.StockAsync(ConsoleShop.Martian, title, 12.99m, 1);
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync($"/console/orders/{order}");

        WebUtility.HtmlDecode(page.Text).ShouldContain(title);
    }

    [Fact]
    public async Task Timeline_has_money_goods_and_stock()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        await shop.DeliverAsync(order);
        await shop.Get<IRefundService>().CreateAsync(new CreateRefundRequest { OrderId = order, Amount = 5m, Reason = "goodwill" });
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync($"/console/orders/{order}");

        page.Text.ShouldContain("25.98 USD to be paid");
        page.Text.ShouldContain("2 copies ordered");
        WebUtility.HtmlDecode(page.Text).ShouldContain("+2 reserved, 8 available");
        WebUtility.HtmlDecode(page.Text).ShouldContain("−2 on hand, 8 left");
        page.Text.ShouldContain("5.00 USD to give back: goodwill");
    }

    [Theory]
    [InlineData("orders/nothing")]
    [InlineData("orders/00000000-0000-0000-0000-000000000000")]
    [InlineData("orders/01a22bc6-725d-7158-830f-42b7d547c83e/refund")]
    [InlineData("deliveries/01a22bc6-725d-7158-830f-42b7d547c83e/move/dispatched")]
    [InlineData("nothing")]
    public async Task What_is_not_there_is_a_page_that_says_so(string path)
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/" + path);

        page.Status.ShouldBe(HttpStatusCode.NotFound);
        page.Text.ShouldContain("<h1>");
        page.Text.ShouldContain("href=\"/console/\"");
    }
}
