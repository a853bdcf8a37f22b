using System.Text.RegularExpressions;

namespace Bookstore.Operating;

public sealed partial class HomeTests
{
    [Fact]
    public async Task Home_shows_what_sells_and_what_happens()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync(quantity: 1);
        await shop.OrderAsync(quantity: 1);
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/");

        page.Text.ShouldContain("25.98 USD");
        page.Text.ShouldContain("2 orders");
        page.Text.ShouldContain("order.created");
        page.Text.ShouldContain($"href=\"/console/orders/{order}\"");
        page.Text.ShouldContain("Nothing. Payments and couriers are settled by themselves.");
        Markup.FindProblem(page.Text).ShouldBeNull();
    }

    [Fact]
    public async Task Order_that_needs_a_person_is_on_the_first_page()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var placed = await shop.Get<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest { CustomerId = "cust-1", Lines = [new PlaceOrderLine(ConsoleShop.Martian, 1)], Payment = new PaymentToken("4000000000001976") });
        await ConsoleShop.EventuallyAsync(async () => (await shop.FindAsync(placed.Order!.Id)).Attention is not null);
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/");

        page.Text.ShouldContain("capture refused");
        page.Text.ShouldContain($"/console/orders/{placed.Order!.Id}\"");
    }

    [Fact]
    public async Task Live_feed_goes_on_where_the_list_ends()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();
        var page = await browser.GetAsync("/console/");
        var address = WebUtility.HtmlDecode(Live().Match(page.Text).Groups[1].Value);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var order = await shop.OrderAsync();
        var lines = await browser.ReadStreamAsync(address, "event: order.created", stop.Token);

        lines.ShouldContain(line => line.Contains(order.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Live_feeds_are_bounded()
    {
        await using var shop = await ConsoleShop.StartAsync(options: static options => options.MaxLiveFeeds = 1);
        using var browser = await shop.SignInAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        using var open = await browser.OpenStreamAsync("/console/live?after=0", stop.Token);
        var second = await browser.SendAsync(HttpMethod.Get, "/console/live?after=0");

        open.StatusCode.ShouldBe(HttpStatusCode.OK);
        open.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        second.Status.ShouldBeOneOf(HttpStatusCode.ServiceUnavailable, HttpStatusCode.TooManyRequests);
    }

    [GeneratedRegex("data-live=\"([^\"]+)\"")]
    private static partial Regex Live();
}
