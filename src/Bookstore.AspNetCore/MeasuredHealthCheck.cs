using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bookstore.AspNetCore;

/// <summary>Records what a health check found, so that it is seen beside the other metrics.</summary>
/// <param name="name">The check's name in metrics.</param>
/// <param name="shop">The shop's name in metrics, where it has one.</param>
/// <param name="inner">The check.</param>
internal sealed class MeasuredHealthCheck(string name, string? shop, IHealthCheck inner) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var result = await inner.CheckHealthAsync(context, cancellationToken).ConfigureAwait(false);
        HealthMetrics.RecordStatus(shop, name, (int)result.Status);
        return result;
    }
}
