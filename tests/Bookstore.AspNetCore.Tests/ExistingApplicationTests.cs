using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>The API mounted in an application that somebody already has.</summary>
public sealed class ExistingApplicationTests
{
    [Fact]
    public async Task The_applications_own_JSON_problems_and_routes_stay_as_they_are()
    {
        await using var shop = await TestShop.StartAsync(
            services =>
            {
                services.ConfigureHttpJsonOptions(json => json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper);
                services.AddProblemDetails(problem => problem.CustomizeProblemDetails = context => context.ProblemDetails.Extensions["own"] = true);
            },
            application: app =>
            {
                app.MapGet("/own", () => new { FirstName = "Ada" });
                app.MapGet("/api/own", () => "own");
                app.MapGet("/own/problem", () => Results.Problem("ours", statusCode: 418));
            });

        (await shop.GetAsync("/own", key: null)).Text.ShouldBe("""{"FIRST-NAME":"Ada"}""");
        (await shop.GetAsync("/api/own", key: null)).Text.ShouldBe("own");
        var problem = await shop.GetAsync("/own/problem", key: null);
        problem.Json["own"]!.GetValue<bool>().ShouldBeTrue();
        problem.Json["code"].ShouldBeNull();
        var unknown = await shop.GetAsync("/nothing", key: null);
        unknown.Status.ShouldBe(HttpStatusCode.NotFound);
        unknown.Text.ShouldBeEmpty();

        (await shop.GetAsync("/api/books/1")).ShouldBeProblem(HttpStatusCode.NotFound, "book_not_found").AsObject().ContainsKey("own").ShouldBeFalse();
        (await shop.GetAsync($"/api/books/{TestShop.Martian}")).Json["isbn"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Nothing_but_its_own_services_is_registered()
    {
        await using var provider = new ServiceCollection().AddLogging().AddRouting().AddBookstoreApi().BuildServiceProvider();

        provider.GetService<IAuthenticationService>().ShouldBeNull();
        provider.GetService<IAuthorizationService>().ShouldBeNull();
        provider.GetService<IProblemDetailsService>().ShouldBeNull();
        provider.GetServices<IConfigureOptions<JsonOptions>>().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_group_can_be_added_to()
    {
        await using var shop = await TestShop.StartAsync(application: app =>
        {
            var group = app.MapBookstoreApi("/shop/v1");
            group.MapGet("/hours", () => "9 to 5");
            group.AddEndpointFilter(async (context, next) =>
            {
                context.HttpContext.Response.Headers["X-Shop"] = "ours";
                return await next(context);
            });
        });

        (await shop.GetAsync("/shop/v1/hours", key: null)).Text.ShouldBe("9 to 5");
        var book = await shop.GetAsync($"/shop/v1/books/{TestShop.Martian}");
        book.Status.ShouldBe(HttpStatusCode.OK);
        book.Headers.GetValues("X-Shop").Single().ShouldBe("ours");
        var placed = await shop.PostAsync("/shop/v1/orders/", Bodies.Order());
        placed.Headers.Location!.OriginalString.ShouldStartWith("/shop/v1/orders/");
        (await shop.GetAsync("/shop/v1/books?limit=1")).Headers.GetValues("Link").Single().ShouldStartWith("</shop/v1/books?");
    }

    [Fact]
    public async Task Addresses_keep_the_base_path_of_the_application()
    {
        await using var shop = await TestShop.StartAsync(application: app => app.UsePathBase("/base"));

        (await shop.PostAsync("/base/api/orders", Bodies.Order())).Headers.Location!.OriginalString.ShouldStartWith("/base/api/orders/");
    }

    [Fact]
    public async Task Every_operation_is_described_for_the_applications_own_document()
    {
        await using var shop = await TestShop.StartAsync(services => services.AddEndpointsApiExplorer());
        var operations = shop.App.Services.GetRequiredService<IApiDescriptionGroupCollectionProvider>().ApiDescriptionGroups.Items.SelectMany(group => group.Items).ToList();

        operations.Select(operation => $"{operation.HttpMethod} {operation.RelativePath}").ShouldBe(
            [
                "GET api/books", "GET api/books/{isbn}", "PUT api/books/{isbn}", "POST api/books/{isbn}/stock", "GET api/books/{isbn}/movements",
                "POST api/orders", "GET api/orders", "GET api/orders/{order_id}", "POST api/orders/{order_id}/cancel", "POST api/orders/{order_id}/resume",
                "POST api/orders/{order_id}/payment", "POST api/orders/{order_id}/capture", "POST api/quotes",
                "POST api/orders/{order_id}/refunds", "GET api/orders/{order_id}/refunds", "GET api/refunds/{refund_id}",
                "POST api/orders/{order_id}/returns", "GET api/orders/{order_id}/returns", "POST api/orders/{order_id}/withdrawal", "GET api/returns", "GET api/returns/{return_id}",
                "POST api/returns/{return_id}/approve", "POST api/returns/{return_id}/reject", "POST api/returns/{return_id}/receive", "POST api/returns/{return_id}/complete", "POST api/returns/{return_id}/cancel",
                "POST api/delivery", "GET api/delivery", "GET api/delivery/{delivery_id}", "POST api/delivery/{delivery_id}/status",
                "POST api/reservations", "GET api/reservations/{reservation_id}", "DELETE api/reservations/{reservation_id}", "POST api/reservations/{reservation_id}/extend",
                "GET api/events",
                "POST api/webhooks", "GET api/webhooks", "GET api/webhooks/{webhook_id}", "PUT api/webhooks/{webhook_id}", "DELETE api/webhooks/{webhook_id}",
                "POST api/webhooks/{webhook_id}/rotate", "POST api/webhooks/{webhook_id}/enable", "POST api/webhooks/{webhook_id}/disable", "POST api/webhooks/{webhook_id}/ping",
                "POST api/webhooks/{webhook_id}/replay", "GET api/webhooks/{webhook_id}/deliveries", "POST api/webhooks/{webhook_id}/deliveries/{event_id}/redeliver",
                "GET api/work", "POST api/work/{work_id}/retry", "POST api/work/{work_id}/done", "POST api/work/{work_id}/give-up",
                "POST api/audits", "GET api/audits/{audit_id}", "GET api/audits/{audit_id}/findings", "GET api/customers/{customer_id}/export", "POST api/customers/{customer_id}/erase",
                "GET health/live", "GET health/ready",
            ],
            ignoreOrder: true);
        var order = operations.Single(operation => operation.HttpMethod == "POST" && operation.RelativePath == "api/orders");
        order.SupportedResponseTypes.Select(response => response.StatusCode).ShouldBe([201, 202, 400, 401, 402, 403, 409, 413, 415, 422, 429, 500, 503], ignoreOrder: true);
    }

    // Without the middleware's answer it would be 200 without a body.
    [Fact]
    public async Task A_request_that_the_applications_time_out_ends_is_answered_by_its_middleware()
    {
        var inventory = Substitute.For<IInventoryService>();
        inventory.FindBookAsync(default, default).ReturnsForAnyArgs(async ValueTask<BookListing?> (call) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, call.ArgAt<CancellationToken>(1));
            return null;
        });
        await using var shop = await TestShop.StartAsync(
            services => services.AddKeyedSingleton("slow", inventory).AddBookstoreApi("slow", options => TestShop.AddClient(options, "shop", TestShop.Key, "*"))
                .AddRequestTimeouts(options => options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = TimeSpan.FromMilliseconds(50), TimeoutStatusCode = 504 })
                .AddBookstore("slow").UseInMemoryStore().UseSimulatedPayments(),
            application: app =>
            {
                app.UseRequestTimeouts();
                app.MapBookstoreApi("/slow", "slow");
            });

        var answer = await shop.GetAsync($"/slow/books/{TestShop.Martian}");

        ((int)answer.Status).ShouldBe(504, answer.Text);
    }

    [Fact]
    public void Mapping_without_adding_says_what_is_missing()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var app = builder.Build();

        Should.Throw<InvalidOperationException>(() => app.MapBookstoreApi()).Message.ShouldContain("AddBookstoreApi()");
        Should.Throw<InvalidOperationException>(() => app.MapBookstoreHealth()).Message.ShouldContain("AddBookstoreApi()");
    }

    [Fact]
    public void Mapping_without_a_shop_says_what_is_missing()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBookstoreApi();
        var app = builder.Build();

        Should.Throw<InvalidOperationException>(() => app.MapBookstoreApi()).Message.ShouldContain("AddBookstore()");
    }

    [Fact]
    public void A_time_that_readiness_cannot_have_is_refused_where_health_is_mapped_alone()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBookstore().UseInMemoryStore().UseSimulatedPayments();
        builder.Services.AddBookstoreApi(options => options.ReadinessTimeout = TimeSpan.FromSeconds(-1));
        var app = builder.Build();

        Should.Throw<OptionsValidationException>(() => app.MapBookstoreHealth()).Message.ShouldContain("ReadinessTimeout");
    }

    [Theory]
    [InlineData("Bookstore:MaxBodySiz", "Bookstore:MaxBodySize")]
    [InlineData("Bookstore:ReadinesTimeot", "Bookstore:ReadinessTimeout")]
    [InlineData("Bookstore:Clients:web:KeyHash", "KeyHashes")]
    [InlineData("Bookstore:Clients:web:Keys:0", "KeyHashes")]
    [InlineData("Bookstore:Authentication:Scheme:0", "Bookstore:Authentication:Schemes")]
    [InlineData("Bookstore:Clients:web:KeyHashes", "Bookstore:Clients:web:KeyHashes:0")]
    [InlineData("Bookstore:Authentication:RoleClaims", "Bookstore:Authentication:RoleClaims:0")]
    public void Misspelt_name_in_the_configuration_stops_the_start_and_is_named(string name, string meant)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration[name] = "1";
        builder.Services.AddBookstore().UseInMemoryStore().UseSimulatedPayments();
        builder.Services.AddBookstoreApi();
        var app = builder.Build();

        var failure = Should.Throw<OptionsValidationException>(() => app.MapBookstoreApi()).Failures.ShouldHaveSingleItem();

        failure.ShouldContain(string.Join(':', name.Split(':').TakeWhile(part => part != "0")));
        failure.ShouldContain(meant);
    }

    [Fact]
    public void Options_that_are_wrong_are_reported_all_at_once()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBookstore().UseInMemoryStore().UseSimulatedPayments();
        builder.Services.AddBookstoreApi(options =>
        {
            options.DefaultCurrency = "ZZZ";
            options.MaxBodySize = 1;
            options.MaxConcurrentRequests = 0;
            options.MaxRequestsPerSecond = -1;
            options.ReadinessTimeout = TimeSpan.Zero;
            TestShop.AddClient(options, "typo", "key", "catalog.raed");
            options.Clients["typo"].KeyHashes.Add("secret123");
            TestShop.AddClient(options, new string('n', 101), "key");
        });
        var app = builder.Build();

        var failures = Should.Throw<OptionsValidationException>(() => app.MapBookstoreApi()).Failures.ToList();

        failures.Count.ShouldBe(8);
        failures.ShouldContain(failure => failure.Contains("catalog.raed", StringComparison.Ordinal));
        failures.ShouldAllBe(failure => !failure.Contains("secret123", StringComparison.Ordinal));
    }
}
