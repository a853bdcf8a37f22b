using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore.Operating;

public sealed class MappingTests
{
    [Fact]
    public void Console_that_was_not_added_cannot_be_mapped()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBookstore().UseInMemoryStore();
        builder.Services.AddBookstoreApi();

        Should.Throw<InvalidOperationException>(() => builder.Build().MapBookstoreConsole()).Message.ShouldContain("AddBookstoreConsole()");
    }

    [Fact]
    public void Console_needs_the_clients_of_the_API()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBookstore().UseInMemoryStore();
        builder.Services.AddBookstoreConsole();

        Should.Throw<InvalidOperationException>(() => builder.Build().MapBookstoreConsole()).Message.ShouldContain("AddBookstoreApi()");
    }

    [Fact]
    public void Shop_that_was_not_added_has_no_console()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBookstoreApi();
        builder.Services.AddBookstoreApi("paris");
        builder.Services.AddBookstoreConsole();
        var app = builder.Build();

        Should.Throw<InvalidOperationException>(() => app.MapBookstoreConsole()).Message.ShouldContain("AddBookstore()");
        Should.Throw<InvalidOperationException>(() => app.MapBookstoreConsole("/paris", "paris")).Message.ShouldContain("AddBookstore(\"paris\")");
        Should.Throw<InvalidOperationException>(() => app.MapBookstoreConsole("/rome", "rome")).Message.ShouldContain("AddBookstoreApi(\"rome\")");
    }

    [Fact]
    public void Options_that_cannot_be_used_are_all_named()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBookstore().UseInMemoryStore();
        builder.Services.AddBookstoreApi();
        builder.Services.AddBookstoreConsole(static options => (options.Title, options.Policy, options.SessionTime, options.MaxLiveFeeds) = (" ", "", TimeSpan.Zero, 0));

        Should.Throw<OptionsValidationException>(() => builder.Build().MapBookstoreConsole()).Failures.Count().ShouldBe(4);
    }

    [Fact]
    public async Task Console_works_below_another_path_and_a_path_base()
    {
        await using var shop = await ConsoleShop.StartAsync(application: static app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapGroup("/inner").MapBookstoreConsole("/admin");
        });
        using var browser = shop.Open();

        var page = await browser.SubmitAsync("/base/inner/admin/sign-in", ("key", ConsoleShop.OwnerKey));

        page.Path.ShouldBe("/base/inner/admin");
        page.Text.ShouldContain("href=\"/base/inner/admin/orders\"");
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("guest", HttpStatusCode.Forbidden)]
    [InlineData("staff", HttpStatusCode.OK)]
    public async Task Policy_of_the_application_decides_who_gets_in(string? person, HttpStatusCode status)
    {
        await using var shop = await ConsoleShop.StartAsync(
            static services =>
            {
                services.AddAuthentication("query").AddScheme<AuthenticationSchemeOptions, QueryAuthentication>("query", null);
                services.AddAuthorizationBuilder().AddPolicy("staff", static policy => policy.RequireClaim("client_id", "staff"));
            },
            static options => options.Policy = "staff");
        using var browser = shop.Open();

        var page = await browser.SendAsync(HttpMethod.Get, $"/console/orders?person={person}");

        page.Status.ShouldBe(status);
        if (status == HttpStatusCode.OK)
        {
            page.Text.ShouldNotContain("Sign out");
            page.Text.ShouldContain("<bdi>staff</bdi>");
            (await browser.SendAsync(HttpMethod.Get, "/console/sign-in?person=staff")).Status.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    /// <summary>Takes the person from the query, with the role to read orders.</summary>
    private sealed class QueryAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Query["person"].ToString() is { Length: > 0 } person
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim("client_id", person), new Claim("scope", "orders.read")], Scheme.Name)), Scheme.Name))
            : AuthenticateResult.NoResult());
    }
}
