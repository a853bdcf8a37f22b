namespace Bookstore.Operating;

/// <summary>Addresses and forms that no page of the console makes are answered with a page, with its policy and without a fault.</summary>
public sealed class BadInputTests
{
    private static readonly string Long = new('A', 3_000);

    public static TheoryData<string> Addresses =>
    [
        "/console/orders?after=nonsense",
        $"/console/orders?after={Long}",
        "/console/orders?after=%00",
        "/console/orders?after=a&after=b",
        $"/console/orders?q={Long}",
        "/console/orders?q=%00%01",
        "/console/orders?q=%F0%9F%98%80%ED%A0%80",
        "/console/orders?status=none&payment=none&fulfilment=none",
        "/console/orders?status=99&payment=-1",
        "/console/orders?from=yesterday&to=0001-01-01",
        "/console/orders?from=9999-12-31&to=9999-12-31",
        "/console/orders?from=0001-01-01&to=0001-01-01",
        "/console/orders?metadata=%3D",
        $"/console/orders?metadata={Long}%3D{Long}",
        $"/console/orders/{Long}",
        "/console/orders/%00",
        "/console/orders/%2e%2e%2fsign-in",
        "/console/orders/00000000-0000-0000-0000-000000000000",
        "/console/orders/00000000-0000-0000-0000-000000000000/refund",
        $"/console/orders/{Long}/cancel",
        "/console/stock?q=%00",
        $"/console/stock?q={Long}&after=nonsense",
        $"/console/stock/{Long}",
        "/console/stock/9780143127551",
        "/console/deliveries?status=none&after=nonsense",
        "/console/returns?status=none&after=nonsense",
        "/console/work?kind=none&state=none&after=nonsense",
        "/console/work/none/00000000-0000-0000-0000-000000000000/retry",
        "/console/webhooks?after=nonsense",
        $"/console/webhooks/{Long}",
        "/console/webhooks/00000000-0000-0000-0000-000000000000?after=nonsense",
        "/console/audits?after=nonsense",
        $"/console/audits/{Long}",
        "/console/audits/00000000-0000-0000-0000-000000000000?after=99999999999999999999",
        "/console/?done=%3Cscript%3E",
        "/console/live?after=99999999999999999999999",
        "/console/live?after=9223372036854775807",
        "/console/%E2%80%AE/%00/",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Address_that_no_page_leads_to_is_a_page_without_a_fault(string address)
    {
        await using var shop = await ConsoleShop.StartWithWebhooksAsync();
        await shop.OrderAsync();
        using var browser = await shop.SignInAsync();

        var page = address.StartsWith("/console/live", StringComparison.Ordinal) ? await HeadersOfAsync(browser, address) : await browser.SendAsync(HttpMethod.Get, address);

        ((int)page.Status).ShouldBeLessThan(500, page.Text);
        page.Text.ShouldNotContain("<script>");
        page.Text.ShouldNotContain("Exception");
        if (page.Text.Length > 0)
        {
            page.Policy.ShouldNotBeNull();
            Markup.FindProblem(page.Text).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("amount", "99999999999999999999999999999999999")]
    [InlineData("amount", "1e5")]
    [InlineData("amount", "٥")]
    [InlineData("reason", "")]
    [InlineData("note", "\u0000")]
    public async Task Field_that_a_browser_would_not_send_is_explained_and_nothing_is_refunded(string field, string value)
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();
        (string Name, string Value)[] entries = [.. new[] { ("amount", "5"), ("reason", "goodwill"), ("note", "late") }.Where(entry => entry.Item1 != field), (field, value), ("step", "confirm")];

        var page = await browser.SubmitAsync($"/console/orders/{order}/refund", entries);

        ((int)page.Status).ShouldBeInRange(400, 499, page.Text);
        Markup.FindProblem(page.Text).ShouldBeNull();
        (await shop.Get<IRefundService>().ListAsync(order)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a key")]
    [InlineData("\u0000")]
    public async Task Form_whose_key_was_changed_is_no_fault_and_acts_once_at_most(string key)
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();
        var path = $"/console/orders/{order}/refund";
        var question = await browser.SubmitAsync(path, ("amount", "5"), ("reason", "goodwill"), ("step", "enter"));

        var page = await browser.SubmitAsync(path, question, ("key", key), ("step", "confirm"));

        ((int)page.Status).ShouldBeLessThan(500, page.Text);
        (await shop.Get<IRefundService>().ListAsync(order)).Count.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Form_that_is_sent_twice_at_once_acts_once()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();
        var path = $"/console/orders/{order}/refund";
        var question = await browser.SubmitAsync(path, ("amount", "5"), ("reason", "goodwill"), ("step", "enter"));

        var pages = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => browser.SubmitAsync(path, question, ("step", "confirm"))));

        pages.ShouldAllBe(static page => page.Status == HttpStatusCode.OK || page.Status == HttpStatusCode.Conflict);
        pages.ShouldContain(page => page.Path == $"/console/orders/{order}?done=refunded");
        (await shop.Get<IRefundService>().ListAsync(order)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Two_persons_at_one_order_see_what_the_other_has_done()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var anna = await shop.SignInAsync();
        using var ben = await shop.SignInAsync();
        var cancel = await ben.GetAsync($"/console/orders/{order}/cancel");
        var refund = await ben.SubmitAsync($"/console/orders/{order}/refund", ("amount", "25.98"), ("reason", "goodwill"), ("step", "enter"));

        var first = await anna.SubmitAsync($"/console/orders/{order}/refund", ("amount", "5"), ("reason", "goodwill"), ("step", "confirm"));
        var second = await ben.SubmitAsync($"/console/orders/{order}/refund", refund, ("step", "confirm"));

        first.Path.ShouldBe($"/console/orders/{order}?done=refunded");
        second.Status.ShouldBe(HttpStatusCode.Conflict);
        second.Text.ShouldContain("exceeds what was captured");
        await anna.SubmitAsync($"/console/orders/{order}/cancel", ("step", "confirm"));
        var late = await ben.SubmitAsync($"/console/orders/{order}/cancel", cancel, ("step", "confirm"));
        ((int)late.Status).ShouldBeLessThan(500, late.Text);
        (await shop.Get<IRefundService>().ListAsync(order)).Sum(static made => made.Amount.Amount).ShouldBe(25.98m);
    }

    [Fact]
    public async Task Session_that_ends_between_the_question_and_the_answer_changes_nothing_and_says_so()
    {
        await using var shop = await ConsoleShop.StartAsync();
        var order = await shop.OrderAsync();
        using var browser = await shop.SignInAsync();
        var path = $"/console/orders/{order}/refund";
        var question = await browser.SubmitAsync(path, ("amount", "5"), ("reason", "goodwill"), ("step", "enter"));
        foreach (Cookie cookie in browser.Cookies.GetAllCookies())
        {
            cookie.Expired = !cookie.Name.Contains("Antiforgery", StringComparison.OrdinalIgnoreCase);
        }

        var page = await browser.SubmitAsync(path, question, ("step", "confirm"));

        page.Status.ShouldBe(HttpStatusCode.Unauthorized);
        page.Text.ShouldContain("Your session has ended");
        (await shop.Get<IRefundService>().ListAsync(order)).ShouldBeEmpty();
    }

    private static async Task<ConsoleAnswerPage> HeadersOfAsync(ConsoleBrowser browser, string address)
    {
        using var response = await browser.OpenStreamAsync(address, CancellationToken.None);
        return new ConsoleAnswerPage(address, response, string.Empty);
    }
}
