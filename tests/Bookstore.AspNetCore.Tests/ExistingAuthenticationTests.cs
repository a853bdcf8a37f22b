using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>The API in applications that have authentication and authorization of their own.</summary>
public sealed class ExistingAuthenticationTests
{
    [Fact]
    public async Task A_fallback_policy_leaves_the_API_to_its_clients_and_health_to_anyone()
    {
        await using var shop = await TokenShop.StartAsync(
            services => services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()),
            application: app => app.MapGet("/own", () => "own"));

        (await shop.Shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/books", shop.Issuer.TokenOf("web", "catalog.read"))).Status.ShouldBe(HttpStatusCode.OK);
        var refused = await shop.Shop.GetAsync("/api/books", key: null);
        refused.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        refused.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).ShouldBe(["Bearer", "ApiKey"], ignoreOrder: true);
        (await shop.Shop.GetAsync("/api/orders", TestShop.ReaderKey)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.Shop.GetAsync("/api/nothing", key: null)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await shop.Shop.GetAsync("/health/live", key: null)).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.Shop.GetAsync("/health/ready", key: null)).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.Shop.SendAsync(HttpMethod.Head, "/health/ready", null, key: null)).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.Shop.GetAsync("/own", key: null)).Text.ShouldBeEmpty();
        (await shop.Shop.GetAsync("/own")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await shop.GetAsync("/own", shop.Issuer.TokenOf("web", ""))).Text.ShouldBe("own");
    }

    [Fact]
    public async Task The_only_scheme_of_the_application_stays_its_default()
    {
        await using var shop = await TokenShop.StartAsync(
            services => services.AddAuthorization(),
            application: app => app.MapGet("/own", () => "own").RequireAuthorization());

        (await shop.GetAsync("/own", shop.Issuer.TokenOf("web", ""))).Text.ShouldBe("own");
        var refused = await shop.Shop.GetAsync("/own");
        refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Text.ShouldBeEmpty();
        refused.Headers.WwwAuthenticate.Single().Scheme.ShouldBe("Bearer");
        (await shop.Shop.App.Services.GetRequiredService<IAuthenticationSchemeProvider>().GetDefaultAuthenticateSchemeAsync())!.Name.ShouldBe("Bearer");
    }

    [Fact]
    public async Task The_scheme_of_the_API_does_not_become_the_default()
    {
        await using var shop = await TestShop.StartAsync(services => services.AddAuthentication(), application: app => app.MapGet("/own", (HttpContext context) => context.User.Identity?.Name ?? "nobody"));

        var schemes = shop.App.Services.GetRequiredService<IAuthenticationSchemeProvider>();
        (await schemes.GetDefaultAuthenticateSchemeAsync()).ShouldBeNull();
        (await schemes.GetDefaultChallengeSchemeAsync()).ShouldBeNull();
        (await schemes.GetSchemeAsync(BookstoreAuthentication.ApiKeyScheme)).ShouldNotBeNull();
        (await shop.GetAsync("/own")).Text.ShouldBe("nobody");
        (await shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Controllers_and_explicit_routing_need_no_authorization_middleware()
    {
        await using var shop = await TestShop.StartAsync(services => services.AddControllers(), application: app => app.UseRouting());

        (await shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/books", key: null)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task A_policy_that_the_application_adds_counts_beside_the_role()
    {
        await using var shop = await TokenShop.StartAsync(
            services => services.AddAuthorizationBuilder().AddPolicy("inside", policy => policy.RequireAssertion(context => context.User.HasClaim("office", "rome") || context.User.Identity?.Name == "shop")),
            application: app =>
            {
                app.MapBookstoreApi("/inside").RequireAuthorization("inside");
                app.MapBookstoreApi("/both").RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = BookstoreAuthentication.ApiKeyScheme + ",Bearer" });
            });
        string TokenOf(string office) => shop.Issuer.Token(new Dictionary<string, object>(StringComparer.Ordinal) { ["client_id"] = "web", ["scope"] = "catalog.read", ["office"] = office });

        (await shop.GetAsync("/inside/books", TokenOf("rome"))).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/inside/books", TokenOf("oslo"))).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.GetAsync("/inside/orders", TokenOf("rome"))).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.Shop.GetAsync("/inside/books")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.Shop.GetAsync("/inside/books", TestShop.OtherKey)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.Shop.GetAsync("/inside/books", key: null)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await shop.Shop.GetAsync("/both/books", key: null)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await shop.Shop.GetAsync("/both/books")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Routes_of_the_application_can_have_the_policies_of_the_roles()
    {
        await using var shop = await TokenShop.StartAsync(
            services => services.AddAuthorization(),
            application: app => app.MapGet("/own", (HttpContext context) => context.User.FindFirst(BookstoreAuthentication.ClientClaim)?.Value ?? "token").RequireAuthorization(BookstorePolicies.OrdersRead));

        (await shop.Shop.GetAsync("/own")).Text.ShouldBe("shop");
        (await shop.GetAsync("/own", shop.Issuer.TokenOf("web", "orders.read"))).Text.ShouldBe("token");
        (await shop.Shop.GetAsync("/own", TestShop.ReaderKey)).Status.ShouldBe(HttpStatusCode.Forbidden);
        var refused = await shop.Shop.GetAsync("/own", key: null);
        refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).ShouldBe(["Bearer", "ApiKey"], ignoreOrder: true);
    }

    [Fact]
    public async Task Every_route_of_the_API_has_the_policy_of_its_role()
    {
        await using var shop = await TokenShop.StartAsync(services => services.AddAuthorization());
        var service = shop.Shop.App.Services.GetRequiredService<IAuthorizationService>();
        var routes = shop.Shop.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)).ToList();
        var nobody = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity());

        routes.ShouldNotBeEmpty();
        foreach (var route in routes)
        {
            var policy = route.Metadata.GetMetadata<AuthorizationPolicy>().ShouldNotBeNull(route.DisplayName);
            policy.AuthenticationSchemes.ShouldBe(["Bearer", BookstoreAuthentication.ApiKeyScheme]);
            (await service.AuthorizeAsync(nobody, policy)).Succeeded.ShouldBeFalse(route.DisplayName);
        }
    }

    [Fact]
    public async Task Cookies_are_accepted_only_when_they_are_named()
    {
        async Task<HttpStatusCode> ReadWithCookieAsync(Action<BookstoreApiOptions>? options)
        {
            await using var shop = await TestShop.StartAsync(
                services => services.AddAuthentication().AddCookie("Browser"),
                options,
                app => app.MapGet("/sign-in", context => context.SignInAsync("Browser", new(new System.Security.Claims.ClaimsIdentity([new("sub", "ann"), new("scope", "*")], "Browser")))));
            return (await shop.GetAsync("/sign-in", key: null)).Status == HttpStatusCode.OK ? (await shop.GetAsync("/api/books", key: null)).Status : HttpStatusCode.BadRequest;
        }

        (await ReadWithCookieAsync(null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await ReadWithCookieAsync(options => options.Authentication.Schemes.Add("Browser"))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_scheme_with_a_login_page_does_not_redirect_programs()
    {
        await using var shop = await TestShop.StartAsync(services => services.AddAuthentication().AddCookie("Browser"), options => options.Authentication.Schemes.Add("Browser"));

        var answer = await shop.GetAsync("/api/books", key: null);

        answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        answer.Headers.Location.ShouldBeNull();
    }

    [Fact]
    public async Task Refusals_of_other_routes_stay_the_applications()
    {
        await using var shop = await TestShop.StartAsync(
            services =>
            {
                services.AddSingleton<IAuthorizationMiddlewareResultHandler, Teapot>();
                services.AddBookstoreApi();
                services.AddAuthentication().AddJwtBearer();
                services.AddAuthorization();
            },
            application: app => app.MapGet("/own", () => "own").RequireAuthorization());

        (await shop.GetAsync("/own")).Status.ShouldBe((HttpStatusCode)418);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_scheme_that_is_not_there_is_named_at_start(bool hasAuthentication)
    {
        var refused = await Should.ThrowAsync<OptionsValidationException>(() => TestShop.StartAsync(
            services => _ = hasAuthentication ? services.AddAuthentication().AddJwtBearer().Services : services,
            options => options.Authentication.Schemes.Add("Beerer")));

        refused.Message.ShouldContain("\"Beerer\" is no authentication scheme of this application");
    }

    private sealed class Teapot : IAuthorizationMiddlewareResultHandler
    {
        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            context.Response.StatusCode = authorizeResult.Succeeded ? 200 : 418;
            return authorizeResult.Succeeded ? next(context) : Task.CompletedTask;
        }
    }
}
