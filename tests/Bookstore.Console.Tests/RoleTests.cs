namespace Bookstore.Operating;

public sealed class RoleTests
{
    [Fact]
    public async Task Reader_sees_the_order_and_no_action()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var owner = await shop.SignInAsync();
        using var reader = await shop.SignInAsync(ConsoleShop.ReaderKey);

        var full = await owner.GetAsync($"/console/orders/{order}");
        var read = await reader.GetAsync($"/console/orders/{order}");

        full.Text.ShouldContain($"/console/orders/{order}/refund\"");
        full.Text.ShouldContain("The Martian");
        read.Status.ShouldBe(HttpStatusCode.OK);
        read.Text.ShouldContain("25.98 USD");
        read.Text.ShouldNotContain($"/console/orders/{order}/");
        read.Text.ShouldNotContain("The Martian");
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("cancel-items")]
    [InlineData("capture")]
    [InlineData("refund")]
    [InlineData("refund-items")]
    [InlineData("deliver")]
    [InlineData("return")]
    public async Task Action_without_its_role_is_refused_when_it_is_posted(string action)
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var reader = await shop.SignInAsync(ConsoleShop.ReaderKey);
        var form = ConsoleBrowser.HiddenOf(await reader.GetAsync("/console/")).ToList();

        var asked = await reader.SendAsync(HttpMethod.Get, $"/console/orders/{order}/{action}");
        var posted = await reader.SendAsync(HttpMethod.Post, $"/console/orders/{order}/{action}", [.. form, ("step", "confirm")]);

        asked.Status.ShouldBe(HttpStatusCode.Forbidden);
        posted.Status.ShouldBe(HttpStatusCode.Forbidden);
        posted.Text.ShouldContain("This client may not do that: it lacks the role.");
    }

    [Fact]
    public async Task Client_without_the_role_of_a_page_does_not_see_it()
    {
        await using var shop = await ConsoleShop.StartAsync(static services => services.Configure<BookstoreApiOptions>(static api => ConsoleShop.AddClient(api, "stock", "stock-key", BookstoreRoles.StockRead)));
        using var browser = await shop.SignInAsync("stock-key");

        var home = await browser.GetAsync("/console/");
        var orders = await browser.GetAsync("/console/orders");

        home.Status.ShouldBe(HttpStatusCode.OK);
        home.Text.ShouldNotContain("/console/orders");
        orders.Status.ShouldBe(HttpStatusCode.Forbidden);
    }
}
