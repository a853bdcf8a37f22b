using Microsoft.Extensions.Hosting;

namespace Bookstore.Storage;

/// <summary>Prepares the store when the host starts, so that a store that cannot be used stops the start and not the first customer.</summary>
internal sealed class StoreStartup(IBookstoreStore? store) : IHostedService
{
    public static InvalidOperationException NoStore() =>
        new("The bookstore has no store. Call UseSqlite, UsePostgreSql or UseInMemoryStore on what AddBookstore returns.");

    public Task StartAsync(CancellationToken cancellationToken) => store is null
        ? Task.FromException(NoStore())
        : store.InitializeAsync(cancellationToken).AsTask();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
