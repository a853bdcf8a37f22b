using Bookstore.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>Prepares the store when the host starts, so that a store that cannot be used, or a missing gateway, stops the start and not the first customer.</summary>
/// <param name="store">The store of one shop.</param>
/// <param name="clock">The store's time.</param>
/// <param name="gateways">The shop's gateways.</param>
/// <param name="needsGateway">Whether a missing gateway is an error.</param>
/// <param name="shop">The shop's name, where it has one.</param>
/// <param name="startsWithout">Whether the host starts although the store is away for now: its other shops can sell.</param>
/// <param name="logger">The log.</param>
internal sealed class StoreStartup(
    IBookstoreStore store, StoreClock clock, PaymentGateways gateways, bool needsGateway, string? shop, bool startsWithout, ILogger<StoreStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => needsGateway && gateways.Authorizing is null
        ? throw new InvalidOperationException(gateways.Missing)
        : PrepareAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await store.InitializeAsync(cancellationToken).ConfigureAwait(false);
            await clock.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (BookstoreStoreException fault) when (fault.IsTransient && startsWithout)
        {
            // Every method of a store prepares it when that has not happened yet.
            Log.StoreAwayAtStart(logger, shop ?? "(without a name)", fault);
        }
        catch (BookstoreStoreException fault) when (shop is not null)
        {
            throw new BookstoreStoreException($"The store of the shop '{shop}' cannot be used. {fault.Message}", fault) { IsTransient = fault.IsTransient };
        }
    }
}
