using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bookstore.AspNetCore;

/// <summary>Reports whether calls to payment gateways and couriers are made when they are due. Late calls degrade the application: it can sell all the same.</summary>
internal sealed class WorkHealthCheck(IBookstoreMaintenance maintenance, TimeProvider timeProvider, BookstoreApiOptions limits) : IHealthCheck
{
    [SuppressMessage("Design", "CA1031", Justification = "The result is the same for every fault of the store.")]
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var overdue = await maintenance.FindOverdueWorkAsync(limits.MaxWorkDelay, cancellationToken).AsTask().WaitAsync(limits.ReadinessTimeout, timeProvider, cancellationToken).ConfigureAwait(false);
            return overdue is null
                ? HealthCheckResult.Healthy("No call to a gateway or courier is late.")
                : HealthCheckResult.Degraded($"The {(overdue.Kind switch { WorkItemKind.Courier => "courier call", WorkItemKind.Refund => "refund", _ => "payment call" })} of order {overdue.OrderId} has been due since {overdue.DueAt:u}: no host makes such calls, or the hosts do not keep up.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Degraded("The store does not say which calls are due.", exception);
        }
    }
}
