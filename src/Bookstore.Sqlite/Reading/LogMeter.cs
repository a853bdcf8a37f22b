using System.Diagnostics.Metrics;
using Bookstore.Diagnostics;

namespace Bookstore.Sqlite;

/// <summary>Shows how long the write-ahead log is and for how long the oldest read has been running. Where the shop has a name, it is the tag <c>shop</c>. Without the application's factory of meters the meter's scope is this object, so that several stores can be distinguished.</summary>
internal sealed class LogMeter : IDisposable
{
    private readonly Meter _meter;

    public LogMeter(DatabaseFile file, ReaderPool readers, string? shop = null, IMeterFactory? meters = null)
    {
        KeyValuePair<string, object?>[] tags = shop is null ? [] : [new("shop", shop)];
        _meter = meters?.Create(new MeterOptions("Bookstore") { Version = InstrumentationVersion.Current }) ?? new Meter(new MeterOptions("Bookstore") { Version = InstrumentationVersion.Current, Scope = this });
        var log = file.Path + "-wal";
        _meter.CreateObservableGauge("bookstore.sqlite.log.size", () => new Measurement<long>(SizeOf(log), tags), "By", "The size of the write-ahead log's file.");
        _meter.CreateObservableGauge("bookstore.sqlite.read.oldest_age", () => new Measurement<double>(readers.OldestAge.TotalSeconds, tags), "s", "For how long the oldest read in progress has been running.");
    }

    public void Dispose() => _meter.Dispose();

    private static long SizeOf(string path)
    {
        var log = new FileInfo(path);
        return log.Exists ? log.Length : 0;
    }
}
