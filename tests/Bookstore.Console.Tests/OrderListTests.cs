using System.Text.RegularExpressions;

namespace Bookstore.Operating;

public sealed partial class OrderListTests
{
    [Fact]
    public async Task List_is_read_page_by_page()
    {
        await using var shop = await ConsoleShop.StartAsync();
        await shop.StockAsync(ConsoleShop.Martian, "The Martian", 1m, 100);
        for (var i = 0; i < 51; i++)
        {
            await shop.OrderAsync($"cust-{i}", 1, isCaptured: false);
        }

        using var browser = await shop.SignInAsync();
        var first = await browser.GetAsync("/console/orders");
        var next = WebUtility.HtmlDecode(Next().Match(first.Text).Groups[1].Value);
        var second = await browser.GetAsync(next);

        Rows().Count(first.Text).ShouldBe(50);
        first.Text.ShouldContain("cust-50<");
        Rows().Count(second.Text).ShouldBe(1);
        second.Text.ShouldContain("cust-0<");
        second.Text.ShouldContain("First page");
    }

    [Theory]
    [InlineData("q=anna", true)]
    [InlineData("q=bert", false)]
    [InlineData("status=created", true)]
    [InlineData("status=cancelled", false)]
    [InlineData("payment=captured&fulfilment=none", true)]
    [InlineData("fulfilment=delivered", false)]
    [InlineData("from=2000-01-01&to=2099-12-30", true)]
    [InlineData("to=2001-01-01", false)]
    [InlineData("attention=1", false)]
    [InlineData("metadata=campaign%3Dspring", true)]
    [InlineData("metadata=campaign%3Dautumn", false)]
    [InlineData("status=nonsense&payment=&from=yesterday", true)]
    public async Task Filters_are_those_of_the_API(string query, bool isFound)
    {
        await using var shop = await ConsoleShop.StartAsync();
        await shop.OrderAsync("anna", metadata: ("campaign", "spring"));
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/orders?" + query);

        page.Status.ShouldBe(HttpStatusCode.OK);
        Rows().Count(page.Text).ShouldBe(isFound ? 1 : 0);
    }

    [Fact]
    public async Task Metadata_that_is_no_pair_is_explained()
    {
        await using var shop = await ConsoleShop.StartAsync();
        await shop.OrderAsync("anna");
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/orders?metadata=spring");

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("such as campaign=spring");
        page.Text.ShouldContain("value=\"spring\"");
        Rows().Count(page.Text).ShouldBe(0);
    }

    [Fact]
    public async Task Search_that_is_too_long_is_explained_beside_its_field()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/orders?q=" + new string('x', 101));

        page.Text.ShouldContain("A search has 1 to 100 characters");
    }

    [Fact]
    public async Task Cursor_of_another_list_is_a_page_that_says_so()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();

        var page = await browser.GetAsync("/console/orders?after=nonsense");

        page.Status.ShouldBe(HttpStatusCode.BadRequest);
        page.Text.ShouldContain("Start again from its first page.");
    }

    [GeneratedRegex("href=\"([^\"]+)\" rel=\"next\"")]
    private static partial Regex Next();

    [GeneratedRegex("<th scope=\"row\"")]
    private static partial Regex Rows();
}
