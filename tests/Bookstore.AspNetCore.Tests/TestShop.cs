using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>The API on real Kestrel, on a free port of the loopback, with a store in memory and the three books of the original.</summary>
public sealed class TestShop : IAsyncDisposable
{
    public const string Key = "secret123";
    public const string ReaderKey = "reader-key";
    public const string OtherKey = "other-key";
    public const string Martian = "9780143127550";
    public const string Algorithms = "9780262033848";
    public const string Odyssey = "9780140449136";
    public const string GoodCard = "4111111111111111";

    private TestShop(WebApplication app)
    {
        App = app;
        // Headers go out as they are, so that bad ones can be sent.
        var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8 };
        Http = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public WebApplication App { get; }

    /// <summary>Sends no key by itself.</summary>
    public HttpClient Http { get; }

    public static async Task<TestShop> StartAsync(
        Action<IServiceCollection>? services = null,
        Action<BookstoreApiOptions>? options = null,
        Action<WebApplication>? application = null,
        Action<WebApplicationBuilder>? host = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        host?.Invoke(builder);
        builder.Services.AddBookstore().UseInMemoryStore().UseSimulatedPayments().UseLocalCourier();
        builder.Services.AddBookstoreApi(api =>
        {
            AddClient(api, "shop", Key, [.. BookstoreRoles.All]);
            AddClient(api, "other", OtherKey, [.. BookstoreRoles.All]);
            AddClient(api, "reader", ReaderKey, BookstoreRoles.CatalogRead);
            options?.Invoke(api);
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapBookstoreApi();
        app.MapBookstoreHealth();
        application?.Invoke(app);
        await app.StartAsync();
        var shop = new TestShop(app);
        await shop.StockAsync(Martian, "The Martian", "Andy Weir", 12.99m, 10);
        await shop.StockAsync(Algorithms, "Introduction to Algorithms", "Cormen et al.", 89.99m, 3);
        await shop.StockAsync(Odyssey, "The Odyssey", "Homer", 9.50m, 25);
        return shop;
    }

    public static void AddClient(BookstoreApiOptions options, string name, string key, params string[] roles)
    {
        var client = new ApiClientRegistration();
        client.KeyHashes.Add(ApiClientRegistration.HashKey(key));
        foreach (var role in roles)
        {
            client.Roles.Add(role);
        }

        options.Clients.Add(name, client);
    }

    public Task<Answer> GetAsync(string path, string? key = Key, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, key, headers);

    public Task<Answer> PostAsync(string path, string? json, string? key = Key, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, json, key, headers);

    public Task<Answer> PutAsync(string path, string? json, string? key = Key) => SendAsync(HttpMethod.Put, path, json, key);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json, string? key = Key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.Add("X-API-Key", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue(name);
        }

        return await Answer.ReadAsync(await Http.SendAsync(request));
    }

    /// <summary>Places an order of one book and returns its id.</summary>
    public async Task<string> OrderAsync(string isbn = Martian, int quantity = 1, string customer = "cust-1")
    {
        var answer = await PostAsync("/api/orders", Bodies.Order(isbn, quantity, customer: customer));
        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        return answer.Json["order_id"]!.GetValue<string>();
    }

    /// <summary>Waits, by reading it again and again, until an order's payment is captured.</summary>
    public async Task CapturedAsync(string orderId) =>
        await EventuallyAsync(async () => (await GetAsync($"/api/orders/{orderId}")).Json["payment_status"]!.GetValue<string>() == "captured");

    public static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }

    public async Task StockAsync(string isbn, string title, string author, decimal price, int stock)
    {
        var inventory = App.Services.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(new Book { Isbn = Isbn.Parse(isbn), Title = title, Author = author, Price = new Money(price, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Isbn.Parse(isbn), Quantity = stock, Reason = "test" });
    }
}
