using System.Diagnostics.Metrics;
using Bookstore.Diagnostics;

namespace Bookstore.AspNetCore;

/// <summary>Counts what a shop's routes refuse, the events that they send, and the streams that are open; shows what the health checks found last. Thread-safe.</summary>
internal sealed class ApiMetrics
{
    private const string Name = "Bookstore.AspNetCore";

    // Of a process whose services have no factory: its shops share the instruments.
    private static readonly Meter Shared = new(Name, InstrumentationVersion.Current);

    private readonly string? _shop;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _sent;
    private readonly UpDownCounter<int> _streams;
    private readonly Gauge<int> _status;

    /// <summary>Makes the instruments, or finds those that were made for the application.</summary>
    /// <param name="meters">The application's factory; <see langword="null"/> where its services have none.</param>
    /// <param name="shop">The shop's name, the tag <c>shop</c>; <see langword="null"/> for no tag.</param>
    public ApiMetrics(IMeterFactory? meters, string? shop)
    {
        _shop = shop;
        var meter = meters?.Create(new MeterOptions(Name) { Version = InstrumentationVersion.Current }) ?? Shared;
        _refused = meter.CreateCounter<long>("bookstore.http.refused", "{request}", "Requests that were refused for their key or token, their role or their number, by reason.");
        _sent = meter.CreateCounter<long>("bookstore.http.events", "{event}", "Events that were sent to clients, by way: in a page or in a stream.");
        _streams = meter.CreateUpDownCounter<int>("bookstore.http.event_streams", "{stream}", "Streams of events that are open.");
        _status = meter.CreateGauge<int>("bookstore.health.status", "{status}", "What a health check found when it ran last: 2 is healthy, 1 is degraded, 0 is unhealthy.");
    }

    public void CountRefused(string reason) => Add(_refused, 1, new KeyValuePair<string, object?>("reason", reason));

    public void CountPage(int events) => Add(_sent, events, new KeyValuePair<string, object?>("way", "page"));

    public void CountStream(int events) => Add(_sent, events, new KeyValuePair<string, object?>("way", "stream"));

    /// <summary>Counts a stream that was opened (1) or has ended (-1).</summary>
    public void CountOpen(int change)
    {
        if (_shop is null)
        {
            _streams.TryAdd(change);
        }
        else
        {
            _streams.TryAdd(change, new KeyValuePair<string, object?>("shop", _shop));
        }
    }

    public void RecordStatus(string check, int status)
    {
        var name = new KeyValuePair<string, object?>("check", check);
        if (_shop is null)
        {
            _status.TryRecord(status, name);
        }
        else
        {
            _status.TryRecord(status, name, new KeyValuePair<string, object?>("shop", _shop));
        }
    }

    private void Add(Counter<long> counter, long amount, KeyValuePair<string, object?> tag)
    {
        if (_shop is null)
        {
            counter.TryAdd(amount, tag);
        }
        else
        {
            counter.TryAdd(amount, tag, new KeyValuePair<string, object?>("shop", _shop));
        }
    }
}
