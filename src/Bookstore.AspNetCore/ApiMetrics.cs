using System.Diagnostics.Metrics;
using Bookstore.Diagnostics;

namespace Bookstore.AspNetCore;

/// <summary>Counts what a shop's routes refuse, the events that they send, and the streams that are open; shows what the health checks found last. Thread-safe.</summary>
internal sealed class ApiMetrics
{
    private const string Name = "Bookstore.AspNetCore";

    private readonly ShopMeter _meter;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _sent;
    private readonly UpDownCounter<int> _streams;
    private readonly Gauge<int> _status;

    /// <summary>Makes the instruments, or finds those that were made for the application.</summary>
    /// <param name="meters">The application's factory; <see langword="null"/> where its services have none.</param>
    /// <param name="shop">The shop's name, the tag <c>shop</c>; <see langword="null"/> for no tag.</param>
    public ApiMetrics(IMeterFactory? meters, string? shop)
    {
        _meter = new ShopMeter(Name, meters, shop);
        var meter = _meter.Meter;
        _refused = meter.CreateCounter<long>("bookstore.http.refused", "{request}", "Requests that were refused for their key or token, their role or their number, by reason.");
        _sent = meter.CreateCounter<long>("bookstore.http.events", "{event}", "Events that were sent to clients, by way: in a page or in a stream.");
        _streams = meter.CreateUpDownCounter<int>("bookstore.http.event_streams", "{stream}", "Streams of events that are open.");
        _status = meter.CreateGauge<int>("bookstore.health.status", "{status}", "What a health check found when it ran last: 2 is healthy, 1 is degraded, 0 is unhealthy.");
    }

    public void CountRefused(string reason) => _meter.Add(_refused, 1, new KeyValuePair<string, object?>("reason", reason));

    public void CountPage(int events) => _meter.Add(_sent, events, new KeyValuePair<string, object?>("way", "page"));

    public void CountStream(int events) => _meter.Add(_sent, events, new KeyValuePair<string, object?>("way", "stream"));

    /// <summary>Counts a stream that was opened (1) or has ended (-1).</summary>
    public void CountOpen(int change) => _meter.Add(_streams, change);

    public void RecordStatus(string check, int status) => _meter.Record(_status, status, new KeyValuePair<string, object?>("check", check));
}
