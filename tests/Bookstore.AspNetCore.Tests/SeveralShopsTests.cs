using System.Text;
using Bookstore.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>The APIs of several shops of one process, each under its own prefix.</summary>
public sealed class SeveralShopsTests
{
    private const string ParisKey = "key of paris";
    private const string RomeKey = "key of rome";

    [Fact]
    public async Task Each_shop_sells_its_own_stock_under_its_prefix()
    {
        await using var process = await StartAsync();

        var order = Bodies.Order(TestShop.Martian, 2);
        var paris = await process.SendAsync(HttpMethod.Post, "/paris/orders", ParisKey, order);
        var rome = await process.SendAsync(HttpMethod.Post, "/rome/orders", RomeKey, order);

        (paris.Status, rome.Status).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created), paris.Text);
        paris.Headers.Location!.ToString().ShouldStartWith("/paris/orders/");
        (await process.SendAsync(HttpMethod.Get, $"/paris/books/{TestShop.Martian}", ParisKey)).Json["stock"]!.GetValue<int>().ShouldBe(8);
        (await process.SendAsync(HttpMethod.Get, $"/rome/books/{TestShop.Martian}", RomeKey)).Json["stock"]!.GetValue<int>().ShouldBe(18);
        (await process.SendAsync(HttpMethod.Get, $"/api/books/{TestShop.Martian}", TestShop.Key)).Json["stock"]!.GetValue<int>().ShouldBe(30);
        var id = paris.Json["order_id"]!.GetValue<string>();
        (await process.SendAsync(HttpMethod.Get, $"/paris/orders/{id}", ParisKey)).Status.ShouldBe(HttpStatusCode.OK);
        (await process.SendAsync(HttpMethod.Get, $"/rome/orders/{id}", RomeKey)).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
    }

    [Fact]
    public async Task Nothing_of_a_shop_is_known_in_another()
    {
        await using var process = await StartAsync(services => services.Configure<BookstoreApiOptions>("paris", static options => options.Clients["web"].Roles.Add(BookstoreRoles.Wildcard)));
        var order = Bodies.Order(TestShop.Martian, card: "4000000000001976");
        var key = ("Idempotency-Key", "checkout-1");
        var paris = (await process.SendAsync(HttpMethod.Post, "/paris/orders", ParisKey, order, key)).Json["order_id"]!.GetValue<string>();

        var again = await process.SendAsync(HttpMethod.Post, "/rome/orders", RomeKey, order, key);
        var cart = (await process.SendAsync(HttpMethod.Post, "/paris/reservations", ParisKey, $$"""{"items":[{"isbn":"{{TestShop.Martian}}","quantity":1}]}""")).Json["reservation_id"]!.GetValue<string>();
        await TestShop.EventuallyAsync(async () => (await process.SendAsync(HttpMethod.Get, "/paris/work?state=attention", ParisKey)).Text.Contains(paris, StringComparison.Ordinal));

        again.Headers.Contains("Idempotency-Replayed").ShouldBeFalse("a key is the shop's own");
        again.Json["order_id"]!.GetValue<string>().ShouldNotBe(paris);
        (await process.SendAsync(HttpMethod.Get, "/rome/work?state=attention", RomeKey)).Text.ShouldNotContain(paris);
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
            (await process.SendAsync(method, "/rome" + path, RomeKey, body)).Status.ShouldBe(HttpStatusCode.NotFound, path);
        }

        (await process.SendAsync(HttpMethod.Get, $"/paris/reservations/{cart}", ParisKey)).Json["status"]!.GetValue<string>().ShouldBe("held");
    }

    [Fact]
    public async Task A_shop_that_is_mounted_twice_is_one_shop_under_two_addresses()
    {
        await using var process = await StartAsync(
            services => services.AddSingleton<TimeProvider>(new ManualTime()).Configure<BookstoreApiOptions>("rome", static options => options.MaxRequestsPerSecond = 3),
            application: static app =>
            {
                app.MapBookstoreApi("/rome/v2", "rome");
                app.MapBookstoreOpenApi("/rome/openapi.json", "rome");
            });
        var key = ("Idempotency-Key", "checkout-1");

        var first = await process.SendAsync(HttpMethod.Post, "/rome/orders", RomeKey, Bodies.Order(), key);
        var again = await process.SendAsync(HttpMethod.Post, "/rome/v2/orders", RomeKey, Bodies.Order(), key);
        await process.SendAsync(HttpMethod.Get, "/rome/v2/books", RomeKey);
        var fourth = await process.SendAsync(HttpMethod.Get, "/rome/books", RomeKey);

        var id = first.Json["order_id"]!.GetValue<string>();
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        again.Headers.Location!.OriginalString.ShouldBe($"/rome/v2/orders/{id}");
        fourth.ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_requests");
        var paths = await PathsAsync(process, "/rome/openapi.json");
        paths.ShouldContain(("/rome/orders", "placeOrder"));
        paths.ShouldContain(("/rome/v2/orders", "placeOrder_2"));
        paths.Select(static path => path.OperationId).Distinct().Count().ShouldBe(paths.Count);
    }

    [Theory]
    [InlineData("/paris/books", ParisKey, HttpStatusCode.OK)]
    [InlineData("/paris/books", RomeKey, HttpStatusCode.Unauthorized)]
    [InlineData("/paris/books", TestShop.Key, HttpStatusCode.Unauthorized)]
    [InlineData("/rome/books", ParisKey, HttpStatusCode.Unauthorized)]
    [InlineData("/api/books", ParisKey, HttpStatusCode.Unauthorized)]
    [InlineData("/rome/orders", RomeKey, HttpStatusCode.OK)]
    [InlineData("/paris/delivery", ParisKey, HttpStatusCode.Forbidden)]
    public async Task Key_and_roles_are_those_of_the_shop(string path, string key, HttpStatusCode expected)
    {
        foreach (var withMiddleware in (bool[])[false, true])
        {
            await using var process = await StartAsync(withMiddleware: withMiddleware);

            (await process.SendAsync(HttpMethod.Get, path, key)).Status.ShouldBe(expected, $"with middleware: {withMiddleware}");
        }
    }

    [Fact]
    public async Task Clients_and_limits_are_read_from_the_section_of_the_shop_and_follow_it()
    {
        await using var process = await StartAsync(services => services.AddSingleton<TimeProvider>(new ManualTime()).AddBookstoreApi("milan"), application: app => app.MapBookstoreApi("/milan", shop: "milan"), configuration:
        [
            ("Bookstore:Shops:milan:Clients:web:KeyHashes:0", ApiClientRegistration.HashKey("key of milan")),
            ("Bookstore:Shops:milan:Clients:web:Roles:0", "*"),
            ("Bookstore:Shops:milan:MaxRequestsPerSecond", "1"),
        ]);

        (await process.SendAsync(HttpMethod.Get, "/milan/books", "key of milan")).Status.ShouldBe(HttpStatusCode.OK);
        (await process.SendAsync(HttpMethod.Get, "/milan/books", "key of milan")).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await process.SendAsync(HttpMethod.Get, "/paris/books", ParisKey)).Status.ShouldBe(HttpStatusCode.OK);
        (await process.SendAsync(HttpMethod.Get, "/paris/books", ParisKey)).Status.ShouldBe(HttpStatusCode.OK);

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
        await using var process = await StartAsync(
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
        broken.FindStockAsync(default, default).ReturnsForAnyArgs(static _ => new ValueTask<StockLevel?>(Task.FromException<StockLevel?>(new IOException("away"))));
        await using var process = await StartAsync(
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
        await using var process = await StartAsync(services => services.AddBookstoreApi("milan").AddHealthChecks().AddBookstoreHealthChecks("milan"), stock: false);
        var checks = process.App.Services.GetRequiredService<HealthCheckService>();
        (await checks.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);

        process.App.Configuration["Bookstore:Shops:milan:ReadinessTimeout"] = "2 seconds";
        Record.Exception(((IConfigurationRoot)process.App.Configuration).Reload).ShouldNotBeNull("the section is read");

        (await checks.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Description_of_a_shop_has_its_routes_alone_under_their_plain_names()
    {
        await using var process = await StartAsync(application: app =>
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
        await using var process = await StartAsync();

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
        await using var process = await StartAsync(services => services.AddBookstoreApi("milan", static options =>
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

    private static async Task<List<(string Path, string OperationId)>> PathsAsync(Process process, string document)
    {
        var answer = await process.SendAsync(HttpMethod.Get, document, null);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return [.. answer.Json["paths"]!.AsObject().SelectMany(static path => path.Value!.AsObject().Select(operation => (path.Key, operation.Value!["operationId"]!.GetValue<string>())))];
    }

    private static async Task<Process> StartAsync(
        Action<IServiceCollection>? services = null, Action<WebApplication>? application = null, bool withMiddleware = false, bool stock = true, (string Name, string Value)[]? configuration = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection((configuration ?? []).ToDictionary(static entry => entry.Name, static entry => (string?)entry.Value));
        builder.Services.AddBookstore().UseInMemoryStore().UseSimulatedPayments();
        builder.Services.AddBookstore("paris").UseInMemoryStore().UseSimulatedPayments();
        builder.Services.AddBookstore("rome").UseInMemoryStore().UseSimulatedPayments();
        builder.Services.AddBookstore("milan").UseInMemoryStore().UseSimulatedPayments();
        builder.Services.AddBookstoreApi(static options => TestShop.AddClient(options, "web", TestShop.Key, BookstoreRoles.Wildcard));
        builder.Services.AddBookstoreApi("paris", static options => TestShop.AddClient(options, "web", ParisKey, BookstoreRoles.CatalogRead, BookstoreRoles.OrdersRead, BookstoreRoles.OrdersWrite));
        builder.Services.AddBookstoreApi("rome", static options => TestShop.AddClient(options, "web", RomeKey, BookstoreRoles.Wildcard));
        services?.Invoke(builder.Services);
        if (withMiddleware)
        {
            builder.Services.AddAuthentication();
            builder.Services.AddAuthorization();
        }

        var app = builder.Build();
        if (withMiddleware)
        {
            app.UseAuthentication();
            app.UseAuthorization();
        }

        app.MapBookstoreApi();
        app.MapBookstoreApi("/paris", shop: "paris");
        app.MapBookstoreApi("/rome", shop: "rome");
        application?.Invoke(app);
        await app.StartAsync();
        if (stock)
        {
            await StockAsync(app.Services.GetRequiredService<IInventoryService>(), 30);
            await StockAsync(app.Services.GetRequiredKeyedService<IInventoryService>("paris"), 10);
            await StockAsync(app.Services.GetRequiredKeyedService<IInventoryService>("rome"), 20);
        }

        return new Process(app);
    }

    private static async Task StockAsync(IInventoryService inventory, int quantity)
    {
        await inventory.SaveBookAsync(new Book { Isbn = Isbn.Parse(TestShop.Martian), Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Isbn.Parse(TestShop.Martian), Quantity = quantity, Reason = "test" });
    }

    private sealed class Process(WebApplication app) : IAsyncDisposable
    {
        private readonly HttpClient _http = new() { BaseAddress = new Uri(app.Urls.Single()) };

        public WebApplication App => app;

        public async Task<Answer> SendAsync(HttpMethod method, string path, string? key, string? json = null, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
            if (key is not null)
            {
                request.Headers.Add("X-API-Key", key);
            }

            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }

            return await Answer.ReadAsync(await _http.SendAsync(request));
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
