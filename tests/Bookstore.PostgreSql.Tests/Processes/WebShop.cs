using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Bookstore.PostgreSql;

/// <summary>The API over HTTP on a free port of the loopback, with one book on the shelves.</summary>
internal sealed class WebShop : IAsyncDisposable
{
    private const string Key = "the-shop's-key";

    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private WebShop(WebApplication app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        _http.DefaultRequestHeaders.Add("X-API-Key", Key);
    }

    public IServiceProvider Services => _app.Services;

    public static async Task<WebShop> StartAsync(Action<BookstoreOptions> configure, Action<PostgreSqlStoreOptions> store)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddBookstore(configure).UsePostgreSql(store).UseSimulatedPayments();
        builder.Services.AddBookstoreApi(AddClient);
        var app = builder.Build();
        app.MapBookstoreApi();
        app.MapBookstoreHealth();
        await app.StartAsync();
        var inventory = app.Services.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(Records.Book(Records.Isbn(1)));
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(1), Quantity = 1_000, Reason = "opening" });
        return new WebShop(app);
    }

    /// <summary>Sends an order under a key.</summary>
    public async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, Guid? OrderId)> OrderAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders");
        request.Headers.Add("Idempotency-Key", key);
        var json = $$"""{"customer_id":"customer","items":[{"isbn":"{{Records.Isbn(1)}}","quantity":1}],"payment":{"card_number":"4242424242424242","expiry":"12/30"} }""";
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        var id = response.IsSuccessStatusCode
            ? JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("order_id").GetGuid()
            : (Guid?)null;
        return (response.StatusCode, response.Headers.RetryAfter?.Delta, id);
    }

    /// <summary>Sends an order again and again until it is taken.</summary>
    public async Task<Guid> OrderUntilTakenAsync(string key, TimeSpan limit)
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            var (status, _, id) = await OrderAsync(key);
            if (status == HttpStatusCode.Created)
            {
                return id!.Value;
            }

            status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            waited.Elapsed.ShouldBeLessThan(limit);
        }
    }

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task ReadyInTimeAsync(TimeSpan limit)
    {
        for (var waited = Stopwatch.StartNew(); (await GetAsync("/health/ready")).Status != HttpStatusCode.OK;)
        {
            waited.Elapsed.ShouldBeLessThan(limit);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void AddClient(BookstoreApiOptions options)
    {
        var client = new ApiClientRegistration();
        client.KeyHashes.Add(ApiClientRegistration.HashKey(Key));
        foreach (var role in BookstoreRoles.All)
        {
            client.Roles.Add(role);
        }

        options.Clients.Add("shop", client);
    }
}
