using System.Diagnostics.Metrics;
using Bookstore.Diagnostics;

namespace Bookstore.Webhooks;

/// <summary>Counts deliveries and disabled endpoints of one shop. Thread-safe.</summary>
internal sealed class WebhookMetrics
{
    private const string Name = "Bookstore.Webhooks";

    private readonly ShopMeter _meter;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _disabled;

    /// <summary>Makes the instruments, or finds those that another shop of the application has made.</summary>
    /// <param name="meters">The application's factory; <see langword="null"/> where its services have none.</param>
    /// <param name="shop">The shop's name, the tag <c>shop</c>; <see langword="null"/> for no tag.</param>
    public WebhookMetrics(IMeterFactory? meters, string? shop)
    {
        _meter = new ShopMeter(Name, meters, shop);
        var meter = _meter.Meter;
        _deliveries = meter.CreateCounter<long>("bookstore.webhooks.deliveries", "{delivery}", "Tries to deliver an event to a webhook endpoint, by outcome.");
        _durations = meter.CreateHistogram(
            "bookstore.webhooks.duration", "s", "How long a try takes, by outcome.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
        _disabled = meter.CreateCounter<long>("bookstore.webhooks.disabled", "{endpoint}", "Endpoints that were disabled because deliveries failed, by reason.");
    }

    /// <summary>Counts a try.</summary>
    public void Count(SendResult result) => CountTry(NameOf(result.Fault), result.Duration);

    public void CountTry(string outcome, TimeSpan duration)
    {
        var tag = new KeyValuePair<string, object?>("outcome", outcome);
        _meter.Add(_deliveries, 1, tag);
        _meter.Record(_durations, duration.TotalSeconds, tag);
    }

    public void CountDisabled(string reason) => _meter.Add(_disabled, 1, new KeyValuePair<string, object?>("reason", reason));

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
