using Bookstore.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bookstore.AspNetCore;

/// <summary>The APIs of several shops of one process, each under its own prefix.</summary>
public sealed class SeveralShopsTests
{
    [Fact]
    public async Task Each_shop_sells_its_own_stock_under_its_prefix()
    {
        await using var process = await ShopsProcess.StartAsync();

        var order = Bodies.Order(TestShop.Martian, 2);
        var paris = await process.SendAsync(HttpMethod.Post, "/paris/orders", ShopsProcess.ParisKey, order);
        var rome = await process.SendAsync(HttpMethod.Post, "/rome/orders", ShopsProcess.RomeKey, order);

        (paris.Status, rome.Status).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created), paris.Text);
        paris.Headers.Location!.ToString().ShouldStartWith("/paris/orders/");
        (await process.SendAsync(HttpMethod.Get, $"/paris/books/{TestShop.Martian}", ShopsProcess.ParisKey)).Json["stock"]!.GetValue<int>().ShouldBe(8);
        (await process.SendAsync(HttpMethod.Get, $"/rome/books/{TestShop.Martian}", ShopsProcess.RomeKey)).Json["stock"]!.GetValue<int>().ShouldBe(18);
        (await process.SendAsync(HttpMethod.Get, $"/api/books/{TestShop.Martian}", TestShop.Key)).Json["stock"]!.GetValue<int>().ShouldBe(30);
        var id = paris.Json["order_id"]!.GetValue<string>();
        (await process.SendAsync(HttpMethod.Get, $"/paris/orders/{id}", ShopsProcess.ParisKey)).Status.ShouldBe(HttpStatusCode.OK);
        (await process.SendAsync(HttpMethod.Get, $"/rome/orders/{id}", ShopsProcess.RomeKey)).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
    }

    [Fact]
    public async Task Nothing_of_a_shop_is_known_in_another()
    {
        await using var process = await ShopsProcess.StartAsync(services => services.Configure<BookstoreApiOptions>("paris", static options => options.Clients["web"].Roles.Add(BookstoreRoles.Wildcard)));
        var order = Bodies.Order(TestShop.Martian, card: "4000000000001976");
        var key = ("Idempotency-Key", "checkout-1");
        var paris = (await process.SendAsync(HttpMethod.Post, "/paris/orders", ShopsProcess.ParisKey, order, key)).Json["order_id"]!.GetValue<string>();

        var again = await process.SendAsync(HttpMethod.Post, "/rome/orders", ShopsProcess.RomeKey, order, key);
        var cart = (await process.SendAsync(HttpMethod.Post, "/paris/reservations", ShopsProcess.ParisKey, $$"""{"items":[{"isbn":"{{TestShop.Martian}}","quantity":1}]}""")).Json["reservation_id"]!.GetValue<string>();
        await TestShop.EventuallyAsync(async () => (await process.SendAsync(HttpMethod.Get, "/paris/work?state=attention", ShopsProcess.ParisKey)).Text.Contains(paris, StringComparison.Ordinal));

        again.Headers.Contains("Idempotency-Replayed").ShouldBeFalse("a key is the shop's own");
        again.Json["order_id"]!.GetValue<string>().ShouldNotBe(paris);
        (await process.SendAsync(HttpMethod.Get, "/rome/work?state=attention", ShopsProcess.RomeKey)).Text.ShouldNotContain(paris);
        foreach (var (method, path, body) in ((HttpMethod, string, string?)[])[
            (HttpMethod.Get, $"/orders/{paris}", null),
            (HttpMethod.Post, $"/orders/{paris}/cancel", null),
            (HttpMethod.Post, $"/orders/{paris}/resume", null),
            (HttpMethod.Get, $"/reservations/{cart}", null),
            (HttpMethod.Post, $"/reservations/{cart}/extend", null),
            (HttpMethod.Delete, $"/reservations/{cart}", null),
            (HttpMethod.Post, $"/work/{paris}/retry", null),
            (HttpMethod.Post, $"/work/{paris}/give-up", """{"attention":"capture_refused","reason":"r"}"""),
        ])
        {
            (await process.SendAsync(method, "/rome" + path, ShopsProcess.RomeKey, body)).Status.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await process.SendAsync(HttpMethod.Get, $"/paris/reservations/{cart}", ShopsProcess.ParisKey)).Json["status"]!.GetValue<string>().ShouldBe("held");
    }

    [Theory]
    [InlineData("/paris/books", ShopsProcess.ParisKey, HttpStatusCode.OK)]
    [InlineData("/paris/books", ShopsProcess.RomeKey, HttpStatusCode.Unauthorized)]
    [InlineData("/paris/books", TestShop.Key, HttpStatusCode.Unauthorized)]
    [InlineData("/rome/books", ShopsProcess.ParisKey, HttpStatusCode.Unauthorized)]
    [InlineData("/api/books", ShopsProcess.ParisKey, HttpStatusCode.Unauthorized)]
    [InlineData("/rome/orders", ShopsProcess.RomeKey, HttpStatusCode.OK)]
    [InlineData("/paris/delivery", ShopsProcess.ParisKey, HttpStatusCode.Forbidden)]
    public async Task Key_and_roles_are_those_of_the_shop(string path, string key, HttpStatusCode expected)
    {
        foreach (var withMiddleware in (bool[])[false, true])
        {
            await using var process = await ShopsProcess.StartAsync(withMiddleware: withMiddleware);

            (await process.SendAsync(HttpMethod.Get, path, key)).Status.ShouldBe(expected, $"with middleware: {withMiddleware}");
        }
    }

    [Fact]
    public async Task Clients_and_limits_are_read_from_the_section_of_the_shop_and_follow_it()
    {
        await using var process = await ShopsProcess.StartAsync(services => services.AddSingleton<TimeProvider>(new ManualTime()).AddBookstoreApi("milan"), application: app => app.MapBookstoreApi("/milan", shop: "milan"), configuration:
        [
            ("Bookstore:Shops:milan:Clients:web:KeyHashes:0", ApiClientRegistration.HashKey("key of milan")),
            ("Bookstore:Shops:milan:Clients:web:Roles:0", "*"),
            ("Bookstore:Shops:milan:MaxRequestsPerSecond", "1"),
        ]);

        (await process.SendAsync(HttpMethod.Get, "/milan/books", "key of milan")).Status.ShouldBe(HttpStatusCode.OK);
        (await process.SendAsync(HttpMethod.Get, "/milan/books", "key of milan")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await process.SendAsync(HttpMethod.Get, "/paris/books", ShopsProcess.ParisKey)).Status.ShouldBe(HttpStatusCode.OK);
        (await process.SendAsync(HttpMethod.Get, "/paris/books", ShopsProcess.ParisKey)).Status.ShouldBe(HttpStatusCode.OK);

        process.App.Configuration["Bookstore:Shops:milan:Clients:web:KeyHashes:0"] = ApiClientRegistration.HashKey("new key");
        process.App.Configuration["Bookstore:Shops:milan:MaxRequestsPerSecond"] = "0";
        ((IConfigurationRoot)process.App.Configuration).Reload();
        (await process.SendAsync(HttpMethod.Get, "/milan/books", "key of milan")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await process.SendAsync(HttpMethod.Get, "/milan/books", "new key")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Refused_requests_are_counted_under_the_shop()
    {
        var (one, other) = ($"one-{Guid.NewGuid():N}", $"other-{Guid.NewGuid():N}");
        using var measurements = new ShopMeasurements();
        await using var process = await ShopsProcess.StartAsync(
            services =>
            {
                foreach (var shop in (string[])[one, other])
                {
                    services.AddBookstore(shop).UseInMemoryStore().UseSimulatedPayments();
                    services.AddBookstoreApi(shop);
                }
            },
            application: app =>
            {
                app.MapBookstoreApi("/one", one);
                app.MapBookstoreApi("/other", other);
            });

        await process.SendAsync(HttpMethod.Get, "/one/books", "no key");

        measurements.Of(one).ShouldContain("bookstore.http.refused");
        measurements.Of(other).ShouldNotContain("bookstore.http.refused");
    }

    [Fact]
    public async Task Health_is_that_of_each_shops_store()
    {
        var broken = Substitute.For<IInventoryService>();
        broken.ListBooksAsync(default!, default).ReturnsForAnyArgs(static _ => new ValueTask<Page<BookListing>>(Task.FromException<Page<BookListing>>(new IOException("away"))));
        await using var process = await ShopsProcess.StartAsync(
            services =>
            {
                services.AddKeyedSingleton("rome", broken);
                services.AddHealthChecks().AddBookstoreHealthChecks().AddBookstoreHealthChecks("paris").AddBookstoreHealthChecks("rome", tags: ["ready"]);
            },
            application: app =>
            {
                app.MapBookstoreHealth();
                app.MapBookstoreHealth("/paris/health", "paris");
                app.MapBookstoreHealth("/rome/health", "rome");
            },
            stock: false);

        var report = await process.App.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries.ToDictionary(static entry => entry.Key, static entry => entry.Value.Status).ShouldBe(
            new Dictionary<string, HealthStatus>
            {
                ["bookstore.store"] = HealthStatus.Healthy,
                ["bookstore.store.paris"] = HealthStatus.Healthy,
                ["bookstore.store.rome"] = HealthStatus.Unhealthy,
                ["bookstore.events"] = HealthStatus.Healthy,
                ["bookstore.events.paris"] = HealthStatus.Healthy,
                ["bookstore.events.rome"] = HealthStatus.Healthy,
                ["bookstore.work"] = HealthStatus.Healthy,
                ["bookstore.work.paris"] = HealthStatus.Healthy,
                ["bookstore.work.rome"] = HealthStatus.Healthy,
            },
            ignoreOrder: true);
        (await process.SendAsync(HttpMethod.Get, "/health/ready", null)).Status.ShouldBe(HttpStatusCode.OK);
        (await process.SendAsync(HttpMethod.Get, "/paris/health/ready", null)).Status.ShouldBe(HttpStatusCode.OK);
        (await process.SendAsync(HttpMethod.Get, "/rome/health/ready", null)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await process.SendAsync(HttpMethod.Get, "/rome/health/live", null)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_slip_in_the_section_of_a_shop_says_nothing_of_its_health()
    {
        await using var process = await ShopsProcess.StartAsync(services => services.AddBookstoreApi("milan").AddHealthChecks().AddBookstoreHealthChecks("milan"), stock: false);
        var checks = process.App.Services.GetRequiredService<HealthCheckService>();
        (await checks.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);

        process.App.Configuration["Bookstore:Shops:milan:ReadinessTimeout"] = "2 seconds";
        Record.Exception(((IConfigurationRoot)process.App.Configuration).Reload).ShouldNotBeNull("the section is read");

        (await checks.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
    }
}
