using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bookstore.AspNetCore;

/// <summary>Records what a health check found, so that it is seen beside the other metrics.</summary>
/// <param name="name">The check's name in metrics.</param>
/// <param name="metrics">The shop's instruments.</param>
/// <param name="inner">The check.</param>
internal sealed class MeasuredHealthCheck(string name, ApiMetrics metrics, IHealthCheck inner) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var result = await inner.CheckHealthAsync(context, cancellationToken).ConfigureAwait(false);
        metrics.RecordStatus(name, (int)result.Status);
        return result;
    }
}
