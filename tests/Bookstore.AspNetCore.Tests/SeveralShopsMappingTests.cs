using Bookstore.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>How the shops of one process are mapped and described, and what is refused at the start.</summary>
public sealed class SeveralShopsMappingTests
{
    [Fact]
    public async Task A_shop_that_is_mounted_twice_is_one_shop_under_two_addresses()
    {
        await using var process = await ShopsProcess.StartAsync(
            services => services.AddSingleton<TimeProvider>(new ManualTime()).Configure<BookstoreApiOptions>("rome", static options => options.MaxRequestsPerSecond = 3),
            application: static app =>
            {
                app.MapBookstoreApi("/rome/v2", "rome");
                app.MapBookstoreOpenApi("/rome/openapi.json", "rome");
            });
        var key = ("Idempotency-Key", "checkout-1");

        var first = await process.SendAsync(HttpMethod.Post, "/rome/orders", ShopsProcess.RomeKey, Bodies.Order(), key);
        var again = await process.SendAsync(HttpMethod.Post, "/rome/v2/orders", ShopsProcess.RomeKey, Bodies.Order(), key);
        await process.SendAsync(HttpMethod.Get, "/rome/v2/books", ShopsProcess.RomeKey);
        var fourth = await process.SendAsync(HttpMethod.Get, "/rome/books", ShopsProcess.RomeKey);

        var id = first.Json["order_id"]!.GetValue<string>();
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        again.Headers.Location!.OriginalString.ShouldBe($"/rome/v2/orders/{id}");
        fourth.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        var paths = await PathsAsync(process, "/rome/openapi.json");
        paths.ShouldContain(("/rome/orders", "placeOrder"));
        paths.ShouldContain(("/rome/v2/orders", "placeOrder_2"));
        paths.Select(static path => path.OperationId).Distinct().Count().ShouldBe(paths.Count);
    }

    [Fact]
    public async Task Description_of_a_shop_has_its_routes_alone_under_their_plain_names()
    {
        await using var process = await ShopsProcess.StartAsync(application: app =>
        {
            app.MapBookstoreOpenApi();
            app.MapBookstoreOpenApi("/paris/openapi.json", "paris");
            app.MapBookstoreOpenApi("/rome/openapi.json", "rome");
        });

        var all = await PathsAsync(process, "/openapi/bookstore.json");
        var paris = await PathsAsync(process, "/paris/openapi.json");
        var rome = await PathsAsync(process, "/rome/openapi.json");

        paris.ShouldNotBeEmpty();
        paris.ShouldAllBe(path => path.Path.StartsWith("/paris/", StringComparison.Ordinal));
        rome.ShouldAllBe(path => path.Path.StartsWith("/rome/", StringComparison.Ordinal));
        rome.Select(path => path.OperationId).ShouldBe(paris.Select(path => path.OperationId));
        rome.ShouldContain(("/rome/orders", "placeOrder"));
        all.Count.ShouldBe(3 * paris.Count);
        all.Select(path => path.OperationId).Distinct().Count().ShouldBe(all.Count);
    }

    [Fact]
    public async Task Shop_that_was_not_added_cannot_be_mapped()
    {
        await using var process = await ShopsProcess.StartAsync();

        foreach (var shop in (string[])["milano", "PARIS", ""])
        {
            Should.Throw<InvalidOperationException>(() => process.App.MapBookstoreApi("/x", shop)).Message.ShouldContain($"AddBookstore(\"{shop}\")");
            Should.Throw<InvalidOperationException>(() => process.App.MapBookstoreHealth("/x", shop)).Message.ShouldContain($"The shop '{shop}' was not added");
            Should.Throw<InvalidOperationException>(() => process.App.MapBookstoreOpenApi("/x", shop)).Message.ShouldContain($"The shop '{shop}' was not added");
        }

        Should.Throw<InvalidOperationException>(() => process.App.MapBookstoreApi("/x", "milan")).Message.ShouldBe("Call services.AddBookstoreApi(\"milan\") before MapBookstoreApi(prefix, \"milan\").");
    }

    [Fact]
    public void Shop_without_a_name_that_was_not_added_cannot_be_mapped()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddBookstore("paris").UseInMemoryStore().UseSimulatedPayments();
        builder.Services.AddBookstoreApi("paris");
        var app = builder.Build();

        Should.Throw<InvalidOperationException>(() => app.MapBookstoreApi()).Message.ShouldContain("mapped with that name");
        app.MapBookstoreApi("/paris", shop: "paris").ShouldNotBeNull();
    }

    [Fact]
    public async Task Options_that_cannot_be_used_are_named_with_their_shop()
    {
        await using var process = await ShopsProcess.StartAsync(services => services.AddBookstoreApi("milan", static options =>
        {
            options.MaxBodySize = 1;
            TestShop.AddClient(options, "web", "key", "king");
        }));

        var refused = Should.Throw<OptionsValidationException>(() => process.App.MapBookstoreApi("/milan", "milan"));

        refused.Failures.ShouldAllBe(failure => failure.StartsWith("Shop 'milan': ", StringComparison.Ordinal));
        refused.Message.ShouldContain("Bookstore:Shops:milan:Clients:web:Roles: \"king\" is no role");
    }

    [Fact]
    public void Name_of_a_shop_is_needed()
    {
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddBookstoreApi(" "));
        Should.Throw<ArgumentException>(() => new ServiceCollection().AddHealthChecks().AddBookstoreHealthChecks(" "));
    }

    [Theory]
    [InlineData(null, "No Bookstore route is mapped, so that there is nothing to describe. Call app.MapBookstoreApi()")]
    [InlineData("paris", "No route of the shop 'paris' is mapped, so that there is nothing to describe. Call app.MapBookstoreApi(prefix, \"paris\")")]
    public async Task Application_that_describes_a_shop_without_its_routes_does_not_start(string? shop, string message)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBookstore("paris").UseInMemoryStore().UseSimulatedPayments();
        builder.Services.AddBookstoreApi("paris", static options => TestShop.AddClient(options, "web", ShopsProcess.ParisKey, BookstoreRoles.Wildcard));
        await using var app = builder.Build();
        app.MapBookstoreOpenApi("/openapi.json", shop);

        (await Should.ThrowAsync<InvalidOperationException>(() => app.StartAsync())).Message.ShouldStartWith(message);
    }

    [Fact]
    public async Task Description_may_be_mapped_before_the_routes()
    {
        await using var process = await ShopsProcess.StartAsync(application: static app =>
        {
            app.MapBookstoreOpenApi("/milan/openapi.json", "milan");
            app.MapBookstoreApi("/milan", "milan");
        }, services: static services => services.AddBookstoreApi("milan"));

        (await PathsAsync(process, "/milan/openapi.json")).ShouldContain(("/milan/orders", "placeOrder"));
    }

    [Fact]
    public async Task Description_without_an_API_cannot_be_mapped()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();

        Should.Throw<InvalidOperationException>(() => app.MapBookstoreOpenApi()).Message.ShouldBe("Call services.AddBookstoreApi() before MapBookstoreOpenApi().");
    }

    private static async Task<List<(string Path, string OperationId)>> PathsAsync(ShopsProcess process, string document)
    {
        var answer = await process.SendAsync(HttpMethod.Get, document, null);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return [.. answer.Json["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(operation => (path.Key, operation.Value!["operationId"]!.GetValue<string>())))];
    }
}
