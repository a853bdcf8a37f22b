namespace Bookstore.Operating;

/// <summary>What the first page names as needing a person.</summary>
public sealed class AttentionTests
{
    [Fact]
    public async Task Book_that_sells_and_runs_out_is_named_with_what_is_left()
    {
        await using var shop = await ConsoleShop.StartAsync();
        await shop.OrderAsync(quantity: 7);
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/");

        page.Text.ShouldContain("3 left");
        page.Text.ShouldContain($"/console/stock/{ConsoleShop.Martian}\"");
        page.Text.ShouldNotContain("The Odyssey");
    }

    [Fact]
    public async Task No_book_is_low_where_the_shop_says_so()
    {
        await using var shop = await ConsoleShop.StartAsync(options: static options => options.LowStock = 0);
        await shop.OrderAsync(quantity: 10);
        using var browser = await shop.SignInAsync();

        (await browser.GetAsync("/console/")).Text.ShouldContain("Nothing. Payments and couriers are settled by themselves.");
    }

    [Fact]
    public async Task Requested_return_is_named()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        await shop.DeliverAsync(order);
        await shop.Get<IReturnService>().CreateAsync(new CreateReturnRequest { OrderId = order, Items = [new ReturnItem(ConsoleShop.Martian, 2)] });
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/");

        page.Text.ShouldContain("return requested");
        page.Text.ShouldContain("2 copies");
    }

    [Fact]
    public async Task Authorization_that_ends_soon_is_named()
    {
        await using var shop = await ConsoleShop.StartAsync(
            static services => services.Configure<BookstoreOptions>(static options => options.CapturePolicy = CapturePolicy.Manual),
            payments: static payments => payments.AuthorizationLifetime = TimeSpan.FromMinutes(30));
        var order = await shop.OrderAsync(isCaptured: false);
        await ConsoleShop.EventuallyAsync(async () => (await shop.FindAsync(order)).Attention is not null);
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/");

        page.Text.ShouldContain("authorization expiring");
        page.Text.ShouldContain("held until");
    }

    [Fact]
    public async Task Disabled_endpoint_is_named()
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        shop.ReceiverStatus = 410;
        var (endpoint, _) = await shop.SubscribeAsync();
        await shop.OrderAsync();
        await ConsoleShop.EventuallyAsync(async () => !(await shop.Get<IWebhookService>().FindAsync(endpoint))!.Enabled);
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/");
        var list = await browser.GetAsync("/console/webhooks");

        page.Text.ShouldContain("endpoint disabled");
        page.Text.ShouldContain($"/console/webhooks/{endpoint}\"");
        list.Text.ShouldContain("its receiver answered 410");
    }
}
