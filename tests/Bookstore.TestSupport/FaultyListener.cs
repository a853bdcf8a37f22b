using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Bookstore.Support;

/// <summary>A listener with a bug: it throws at each measurement of one shop.</summary>
public sealed class FaultyListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly string _shop;
    private readonly ConcurrentBag<string> _measured = [];

    public FaultyListener(string shop)
    {
        _shop = shop;
        _listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Meter.Name.StartsWith("Bookstore", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Throw(instrument, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Throw(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Throw(instrument, tags));
        _listener.Start();
    }

    /// <summary>The instruments that were measured, and at which it threw.</summary>
    public string[] Measured => [.. _measured.Distinct().Order(StringComparer.Ordinal)];

    public void Dispose() => _listener.Dispose();

    private void Throw(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            if (key == "shop" && Equals(value, _shop))
            {
                _measured.Add(instrument.Name);
                throw new InvalidOperationException("a listener with a bug");
            }
        }
    }
}
