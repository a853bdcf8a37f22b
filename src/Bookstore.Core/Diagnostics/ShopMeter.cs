using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Bookstore.Diagnostics;

/// <summary>The meter of one shop's instruments. Every measurement has the shop's name as the tag <c>shop</c>, where it has one. Thread-safe.</summary>
internal sealed class ShopMeter
{
    private const string ShopTag = "shop";

    // Of a process whose services have no factory: its shops share the instruments.
    private static readonly ConcurrentDictionary<string, Meter> Shared = new(StringComparer.Ordinal);

    private readonly string? _shop;

    /// <summary>Makes the meter, or finds that of another shop of the application.</summary>
    /// <param name="name">The meter's name.</param>
    /// <param name="meters">The application's factory; <see langword="null"/> where its services have none.</param>
    /// <param name="shop">The shop's name; <see langword="null"/> for no tag.</param>
    public ShopMeter(string name, IMeterFactory? meters, string? shop)
    {
        _shop = shop;
        Meter = meters?.Create(OptionsOf(name)) ?? Shared.GetOrAdd(name, static name => new Meter(OptionsOf(name)));
    }

    /// <summary>Makes the shop's instruments.</summary>
    public Meter Meter { get; }

    public void Add<T>(Counter<T> counter, T amount, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        counter.TryAdd(amount, WithShop(tags, [default, default, default]));
    }

    public void Add<T>(UpDownCounter<T> counter, T amount, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        counter.TryAdd(amount, WithShop(tags, [default, default, default]));
    }

    public void Record<T>(Histogram<T> histogram, T value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        histogram.TryRecord(value, WithShop(tags, [default, default, default]));
    }

    public void Record<T>(Gauge<T> gauge, T value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        gauge.TryRecord(value, WithShop(tags, [default, default, default]));
    }

    private static MeterOptions OptionsOf(string name) => new(name) { Version = InstrumentationVersion.Current };

    // The room is on the stack: two tags of a measurement, and the shop's.
    private ReadOnlySpan<KeyValuePair<string, object?>> WithShop(ReadOnlySpan<KeyValuePair<string, object?>> tags, Span<KeyValuePair<string, object?>> room)
    {
        if (_shop is null)
        {
            return tags;
        }

        tags.CopyTo(room);
        room[tags.Length] = new KeyValuePair<string, object?>(ShopTag, _shop);
        return room[..(tags.Length + 1)];
    }
}
