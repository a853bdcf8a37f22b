using System.Diagnostics.CodeAnalysis;
using Bookstore.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bookstore.AspNetCore;

/// <summary>Reports whether the store can be read, and what an operator has to look at although it does. The description says nothing of the store; the exception goes to the log alone.</summary>
internal sealed class StoreHealthCheck(IInventoryService inventory, IBookstoreStore? store, TimeProvider timeProvider, BookstoreApiOptions limits) : IHealthCheck
{
    [SuppressMessage("Design", "CA1031", Justification = "The result is the same for every fault of the store.")]
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await StoreProbe.AskAsync(inventory, limits.ReadinessTimeout, timeProvider, cancellationToken).ConfigureAwait(false);
            return store?.Warning is { } warning ? HealthCheckResult.Degraded(warning) : HealthCheckResult.Healthy("The store answers.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The store does not answer.", exception);
        }
    }
}
