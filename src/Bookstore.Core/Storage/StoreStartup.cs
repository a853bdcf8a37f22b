using Microsoft.Extensions.Hosting;

namespace Bookstore.Storage;

/// <summary>Prepares the store when the host starts, so that a store that cannot be used stops the start and not the first customer.</summary>
internal sealed class StoreStartup(IBookstoreStore store) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => store.InitializeAsync(cancellationToken).AsTask();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
