using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bookstore.Client.Tests;

/// <summary>The real endpoints on Kestrel, over a shop in memory, with a network in front of them that a test can spoil.</summary>
internal sealed class LiveShop : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LiveShop(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public IServiceProvider Services => _app.Services;

    public static async Task<LiveShop> StartAsync(Func<HttpContext, RequestDelegate, Task>? network = null, string prefix = "/api", Action<BookstoreOptions>? shop = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddBookstore(options =>
        {
            options.PollInterval = TimeSpan.FromMilliseconds(100);
            shop?.Invoke(options);
        }).UseInMemoryStore().UseSimulatedPayments().UseLocalCourier();
        builder.Services.AddBookstoreApi(options =>
        {
            var everything = new ApiClientRegistration();
            everything.KeyHashes.Add(ApiClientRegistration.HashKey(TestClient.ApiKey));
            foreach (var role in BookstoreRoles.All)
            {
                everything.Roles.Add(role);
            }

            options.Clients["tests"] = everything;
        });
        var app = builder.Build();
        if (network is not null)
        {
            app.Use(next => context => network(context, next));
        }

        app.MapBookstoreApi(prefix);
        await app.StartAsync();
        return new LiveShop(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>A client on the system's clock: the shop's background work runs on it too.</summary>
    public ServiceProvider Connect(Action<BookstoreClientOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddBookstoreClient(options =>
        {
            options.BaseAddress = Address;
            options.ApiKey = TestClient.ApiKey;
            options.Resilience.BaseDelay = TimeSpan.FromMilliseconds(5);
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }
}
