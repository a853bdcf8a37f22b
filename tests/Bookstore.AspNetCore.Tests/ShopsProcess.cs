using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>A process with a shop without a name and the shops paris, rome and milan; milan has no API.</summary>
internal sealed class ShopsProcess(WebApplication app) : IAsyncDisposable
{
    public const string ParisKey = "key of paris";
    public const string RomeKey = "key of rome";

    private readonly HttpClient _http = new() { BaseAddress = new Uri(app.Urls.Single()) };

    public WebApplication App => app;

    public static async Task<ShopsProcess> StartAsync(
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

        return new ShopsProcess(app);
    }

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

    private static async Task StockAsync(IInventoryService inventory, int quantity)
    {
        await inventory.SaveBookAsync(new Book { Isbn = Isbn.Parse(TestShop.Martian), Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Isbn.Parse(TestShop.Martian), Quantity = quantity, Reason = "test" });
    }
}
