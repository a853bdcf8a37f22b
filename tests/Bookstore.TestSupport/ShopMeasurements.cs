using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Bookstore.Support;

/// <summary>Keeps which instruments of the library's meters were measured under which tag <c>shop</c>.</summary>
public sealed class ShopMeasurements : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentBag<(string Instrument, string? Shop)> _measured = [];

    public ShopMeasurements()
    {
        _listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Meter.Name.StartsWith("Bookstore", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        _listener.Start();
    }

    /// <summary>The instruments of one shop, those that are observed included.</summary>
    public string[] Of(string shop)
    {
        _listener.RecordObservableInstruments();
        return [.. _measured.Where(entry => entry.Shop == shop).Select(entry => entry.Instrument).Distinct().Order(StringComparer.Ordinal)];
    }

    public void Dispose() => _listener.Dispose();

    private void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? shop = null;
        foreach (var (key, value) in tags)
        {
            shop = key == "shop" ? value as string : shop;
        }

        _measured.Add((instrument.Name, shop));
    }
}
