using Microsoft.Extensions.Hosting;

namespace Bookstore.AspNetCore;

/// <summary>The shops whose description <c>MapBookstoreOpenApi</c> was asked for.</summary>
internal sealed class DescribedShops
{
    private readonly List<string?> _shops = [];

    public void Add(string? shop)
    {
        lock (_shops)
        {
            _shops.Add(shop);
        }
    }

    public IReadOnlyList<string?> All()
    {
        lock (_shops)
        {
            return [.. _shops];
        }
    }
}

/// <summary>Fails the start of an application that describes a shop whose routes it does not map. All routes are there only when the server has started.</summary>
internal sealed class DescribedShopsCheck(DescribedShops described, IServiceProvider services) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var shop in described.All())
        {
            BookstoreOpenApi.ThrowIfNotMapped(services, shop);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
