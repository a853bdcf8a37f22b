using System.Diagnostics.Metrics;
using Bookstore.Diagnostics;

namespace Bookstore.AspNetCore;

/// <summary>Shows what the health checks found last.</summary>
internal static class HealthMetrics
{
    private static readonly Meter Meter = new("Bookstore.AspNetCore", InstrumentationVersion.Current);
    private static readonly Gauge<int> Status = Meter.CreateGauge<int>("bookstore.health.status", "{status}", "What a health check found when it ran last: 2 is healthy, 1 is degraded, 0 is unhealthy.");

    public static void RecordStatus(string? shop, string check, int status)
    {
        var name = new KeyValuePair<string, object?>("check", check);
        if (shop is null)
        {
            Status.TryRecord(status, name);
        }
        else
        {
            Status.TryRecord(status, name, new KeyValuePair<string, object?>("shop", shop));
        }
    }
}
