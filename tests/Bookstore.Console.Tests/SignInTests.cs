using Microsoft.Extensions.Configuration;

namespace Bookstore.Operating;

public sealed class SignInTests
{
    [Fact]
    public async Task Page_leads_to_the_sign_in_and_back()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = shop.Open();

        var first = await browser.SendAsync(HttpMethod.Get, "/console/orders?status=created");
        var signIn = await browser.GetAsync(first.Location!);
        var page = await browser.SubmitAsync(first.Location!, signIn, ("key", ConsoleShop.OwnerKey));

        first.Status.ShouldBe(HttpStatusCode.SeeOther);
        signIn.Text.ShouldContain("API key");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Path.ShouldBe("/console/orders?status=created");
        page.Text.ShouldContain("<bdi>owner</bdi>");
    }

    [Fact]
    public async Task Cookie_is_for_the_console_alone_and_has_no_key()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = shop.Open();
        var form = ConsoleBrowser.HiddenOf(await browser.GetAsync("/console/sign-in"));

        var answer = await browser.SendAsync(HttpMethod.Post, "/console/sign-in", [.. form, ("key", ConsoleShop.OwnerKey)]);

        var cookie = answer.Cookie.ShouldNotBeNull().Split('\n').Single(static text => text.StartsWith("bookstore-console=", StringComparison.Ordinal)).ToLowerInvariant();
        cookie.ShouldContain("path=/console;");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldContain("httponly");
        cookie.ShouldNotContain(ConsoleShop.OwnerKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unknown-key")]
    public async Task Unknown_key_is_refused_and_begins_no_session(string key)
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = shop.Open();

        var answer = await browser.SubmitAsync("/console/sign-in", ("key", key));

        answer.Status.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Text.ShouldContain("No client has this API key");
        (await browser.SendAsync(HttpMethod.Get, "/console/orders")).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("../../evil")]
    [InlineData("\\evil")]
    public async Task Sign_in_leads_nowhere_else(string to)
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = shop.Open();
        var form = ConsoleBrowser.HiddenOf(await browser.GetAsync("/console/sign-in"));

        var answer = await browser.SendAsync(HttpMethod.Post, "/console/sign-in", [.. form, ("key", ConsoleShop.OwnerKey), ("to", to)]);

        answer.Location.ShouldNotBeNull().ShouldStartWith("/console");
        answer.Location.ShouldNotContain("..");
    }

    [Fact]
    public async Task Session_ends_with_a_sign_out()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = await shop.SignInAsync();
        var form = ConsoleBrowser.HiddenOf(await browser.GetAsync("/console/"));

        await browser.SendAsync(HttpMethod.Post, "/console/sign-out", [.. form]);

        (await browser.SendAsync(HttpMethod.Get, "/console/")).Location.ShouldBe("/console/sign-in");
    }

    [Fact]
    public async Task Session_ends_after_its_time()
    {
        var time = new ManualTime();
        await using var shop = await ConsoleShop.StartAsync(services => services.AddSingleton<TimeProvider>(time), static options => options.SessionTime = TimeSpan.FromHours(1));
        using var browser = await shop.SignInAsync();

        time.Advance(TimeSpan.FromMinutes(59));
        var before = await browser.SendAsync(HttpMethod.Get, "/console/");
        time.Advance(TimeSpan.FromMinutes(1));
        var after = await browser.SendAsync(HttpMethod.Get, "/console/");
        var post = await browser.SendAsync(HttpMethod.Post, "/console/sign-out");

        before.Status.ShouldBe(HttpStatusCode.OK);
        after.Location.ShouldBe("/console/sign-in");
        post.Status.ShouldBe(HttpStatusCode.Unauthorized);
        post.Text.ShouldContain("Your session has ended");
    }

    [Fact]
    public async Task Session_ends_when_its_key_is_revoked()
    {
        await using var shop = await ConsoleShop.StartAsync(host: static builder => builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Bookstore:Clients:guest:KeyHashes:0"] = ApiClientRegistration.HashKey("guest-key"),
            ["Bookstore:Clients:guest:Roles:0"] = BookstoreRoles.OrdersRead,
        }));
        using var browser = await shop.SignInAsync("guest-key");
        (await browser.SendAsync(HttpMethod.Get, "/console/orders")).Status.ShouldBe(HttpStatusCode.OK);

        shop.App.Configuration["Bookstore:Clients:guest:KeyHashes:0"] = ApiClientRegistration.HashKey("another-key");
        ((IConfigurationRoot)shop.App.Configuration).Reload();

        (await browser.SendAsync(HttpMethod.Get, "/console/orders")).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Cookie_that_the_console_did_not_make_is_no_session()
    {
        await using var shop = await ConsoleShop.StartAsync();
        using var browser = shop.Open();

        browser.Cookies.Add(shop.Address, new Cookie("bookstore-console", "AAAA", "/console"));

        (await browser.SendAsync(HttpMethod.Get, "/console/")).Location.ShouldBe("/console/sign-in");
    }
}
