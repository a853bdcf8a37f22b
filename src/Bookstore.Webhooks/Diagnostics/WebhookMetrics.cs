using System.Diagnostics.Metrics;
using Bookstore.Diagnostics;

namespace Bookstore.Webhooks;

/// <summary>Counts deliveries and disabled endpoints.</summary>
internal static class WebhookMetrics
{
    private static readonly Meter Meter = new("Bookstore.Webhooks", InstrumentationVersion.Current);
    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("bookstore.webhooks.deliveries", "{delivery}", "Tries to deliver an event to a webhook endpoint, by outcome.");
    private static readonly Histogram<double> Durations = Meter.CreateHistogram(
        "bookstore.webhooks.duration", "s", "How long a try takes, by outcome.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
    private static readonly Counter<long> Disabled = Meter.CreateCounter<long>("bookstore.webhooks.disabled", "{endpoint}", "Endpoints that were disabled because deliveries failed, by reason.");

    /// <summary>Counts a try.</summary>
    public static void Note(string? shop, SendResult result) => Count(shop, NameOf(result.Fault), result.Duration);

    public static void Count(string? shop, string outcome, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("outcome", outcome);
        if (shop is null)
        {
            Deliveries.TryAdd(1, tag);
            Durations.TryRecord(duration.TotalSeconds, tag);
        }
        else
        {
            var name = new KeyValuePair<string, object?>("shop", shop);
            Deliveries.TryAdd(1, tag, name);
            Durations.TryRecord(duration.TotalSeconds, tag, name);
        }
    }

    public static void CountDisabled(string? shop, string reason)
    {
        var cause = new KeyValuePair<string, object?>("reason", reason);
        if (shop is null)
        {
            Disabled.TryAdd(1, cause);
        }
        else
        {
            Disabled.TryAdd(1, cause, new KeyValuePair<string, object?>("shop", shop));
        }
    }

    private static string NameOf(SendFault fault) => fault switch
    {
        SendFault.None => "delivered",
        SendFault.Refused => "refused",
        SendFault.Redirected => "redirected",
        SendFault.TimedOut => "timed_out",
        SendFault.NameNotResolved => "name_not_resolved",
        SendFault.AddressRefused => "address_refused",
        SendFault.UrlRefused => "url_refused",
        SendFault.SecretUnreadable => "secret_unreadable",
        SendFault.NotConnected => "not_connected",
        SendFault.NotTrusted => "not_trusted",
        _ => "broken",
    };
}
