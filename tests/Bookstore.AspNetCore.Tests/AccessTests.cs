using Microsoft.Extensions.Configuration;

namespace Bookstore.AspNetCore;

/// <summary>Who may call, and what.</summary>
public sealed class AccessTests
{
    public static TheoryData<string, string, string> Routes => new()
    {
        { "GET", "/api/books", BookstoreRoles.CatalogRead },
        { "GET", "/api/books/9780143127550", BookstoreRoles.CatalogRead },
        { "PUT", "/api/books/9780143127550", BookstoreRoles.CatalogWrite },
        { "POST", "/api/books/9780143127550/stock", BookstoreRoles.StockWrite },
        { "GET", "/api/books/9780143127550/movements", BookstoreRoles.StockRead },
        { "POST", "/api/orders", BookstoreRoles.OrdersWrite },
        { "GET", "/api/orders", BookstoreRoles.OrdersRead },
        { "GET", "/api/orders/1", BookstoreRoles.OrdersRead },
        { "POST", "/api/orders/1/cancel", BookstoreRoles.OrdersWrite },
        { "POST", "/api/orders/1/resume", BookstoreRoles.OrdersWrite },
        { "POST", "/api/quotes", BookstoreRoles.OrdersWrite },
        { "POST", "/api/reservations", BookstoreRoles.OrdersWrite },
        { "GET", "/api/reservations/1", BookstoreRoles.OrdersWrite },
        { "DELETE", "/api/reservations/1", BookstoreRoles.OrdersWrite },
        { "POST", "/api/reservations/1/extend", BookstoreRoles.OrdersWrite },
        { "GET", "/api/work", BookstoreRoles.Operations },
        { "POST", "/api/work/1/retry", BookstoreRoles.Operations },
        { "POST", "/api/work/1/done", BookstoreRoles.Operations },
        { "POST", "/api/work/1/give-up", BookstoreRoles.Operations },
        { "POST", "/api/delivery", BookstoreRoles.DeliveryWrite },
        { "GET", "/api/delivery", BookstoreRoles.DeliveryRead },
        { "GET", "/api/delivery/1", BookstoreRoles.DeliveryRead },
        { "POST", "/api/delivery/1/status", BookstoreRoles.DeliveryWrite },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Every_route_needs_a_key_and_its_own_role(string method, string path, string role)
    {
        await using var shop = await TestShop.StartAsync(options: options =>
        {
            TestShop.AddClient(options, "only", "only-key", role);
            TestShop.AddClient(options, "rest", "rest-key", [.. BookstoreRoles.All.Where(other => other != role)]);
        });
        var verb = HttpMethod.Parse(method);

        var anonymous = await shop.SendAsync(verb, path, null, key: null);
        anonymous.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        anonymous.Headers.WwwAuthenticate.ShouldNotBeEmpty();
        (await shop.SendAsync(verb, path, null, "rest-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.SendAsync(verb, path, null, "only-key")).Status.ShouldNotBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Missing_unknown_and_overlong_keys_answer_alike()
    {
        await using var shop = await TestShop.StartAsync();

        var answers = new[]
        {
            await shop.GetAsync("/api/books", key: null),
            await shop.GetAsync("/api/books", "secret124"),
            await shop.GetAsync("/api/books", "SECRET123"),
            await shop.GetAsync("/api/books", new string('k', 5_000)),
            await shop.GetAsync("/api/books", key: null, ("X-API-Key", "")),
            await shop.GetAsync("/api/books", key: null, ("X-API-Key", TestShop.Key), ("X-API-Key", TestShop.Key)),
            await shop.GetAsync("/api/nothing", key: null),
            await shop.SendAsync(HttpMethod.Patch, "/api/books", null, key: null),
        };

        foreach (var answer in answers)
        {
            answer.ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        }

        answers.Select(answer => answer.Json["detail"]!.GetValue<string>()).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task Each_request_of_one_connection_is_its_own_keys()
    {
        await using var shop = await TestShop.StartAsync();
        using var one = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = shop.Http.BaseAddress };
        (string? Key, HttpStatusCode Read, HttpStatusCode Write)[] senders =
        [
            (TestShop.Key, HttpStatusCode.OK, HttpStatusCode.BadRequest),
            (TestShop.ReaderKey, HttpStatusCode.OK, HttpStatusCode.Forbidden),
            (TestShop.Key[..^1] + "4", HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (TestShop.Key + "3", HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            ("", HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (null, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
        ];
        foreach (var (key, read, write) in senders.Concat(senders.Reverse()).SelectMany(static sender => new[] { sender, sender }))
        {
            (await SendAsync(HttpMethod.Get, $"/api/books/{TestShop.Martian}", key)).ShouldBe(read, key);
            (await SendAsync(HttpMethod.Post, "/api/orders", key)).ShouldBe(write, key);
        }

        async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string? key)
        {
            using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Post ? new StringContent("[]", null, "application/json") : null };
            if (key is not null)
            {
                request.Headers.Add("X-API-Key", key);
            }

            using var response = await one.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_key_can_be_rotated_and_revoked_while_the_application_runs()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Bookstore:Clients:rotating:KeyHashes:0"] = ApiClientRegistration.HashKey("old"),
            ["Bookstore:Clients:rotating:KeyHashes:1"] = ApiClientRegistration.HashKey("new").ToUpperInvariant(),
            ["Bookstore:Clients:rotating:Roles:0"] = BookstoreRoles.CatalogRead,
        };
        await using var shop = await TestShop.StartAsync(host: builder => builder.Configuration.AddInMemoryCollection(settings));
        (await shop.GetAsync("/api/books", "old")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/books", "new")).Status.ShouldBe(HttpStatusCode.OK);

        var configuration = (IConfigurationRoot)shop.App.Configuration;
        configuration["Bookstore:Clients:rotating:KeyHashes:0"] = ApiClientRegistration.HashKey("newest");
        configuration.Reload();

        (await shop.GetAsync("/api/books", "old")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        (await shop.GetAsync("/api/books", "new")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/books", "newest")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_slip_in_a_reloaded_entry_does_not_stop_the_others()
    {
        await using var shop = await TestShop.StartAsync(host: builder => builder.Configuration.AddInMemoryCollection());
        var configuration = (IConfigurationRoot)shop.App.Configuration;
        configuration["Bookstore:Clients:broken:KeyHashes:0"] = "not a hash";
        configuration["Bookstore:Clients:broken:Roles:0"] = "emperor";
        configuration.Reload();

        (await shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_misspelt_name_in_a_reload_leaves_the_last_good_options()
    {
        await using var shop = await TestShop.StartAsync(host: builder => builder.Configuration.AddInMemoryCollection());
        var configuration = (IConfigurationRoot)shop.App.Configuration;
        configuration["Bookstore:MaxBodySiz"] = "4096";
        Should.Throw<AggregateException>(configuration.Reload);

        (await shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_needs_no_key()
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.GetAsync("/health/live", key: null)).Text.ShouldBe("""{"status":"live"}""");
        (await shop.GetAsync("/health/ready", key: null)).Text.ShouldBe("""{"status":"ready"}""");
        (await shop.PostAsync("/health/live", null, key: null)).ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }
}
