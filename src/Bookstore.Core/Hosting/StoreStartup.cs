using Microsoft.Extensions.Hosting;

namespace Bookstore.Storage;

/// <summary>Prepares the store when the host starts, so that a store that cannot be used, or a missing gateway, stops the start and not the first customer.</summary>
internal sealed class StoreStartup(IBookstoreStore store, StoreClock clock, PaymentGateways gateways, bool needsGateway) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => needsGateway && gateways.Authorizing is null
        ? throw new InvalidOperationException(PaymentGateways.Missing)
        : PrepareAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await store.InitializeAsync(cancellationToken).ConfigureAwait(false);
        await clock.ReadAsync(cancellationToken).ConfigureAwait(false);
    }
}
