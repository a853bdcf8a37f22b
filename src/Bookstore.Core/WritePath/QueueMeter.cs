using System.Diagnostics.Metrics;
using Bookstore.Storage;

namespace Bookstore.Diagnostics;

/// <summary>Shows the depth of one shop's write queue, until its service provider is disposed.</summary>
internal sealed class QueueMeter : IDisposable
{
    private readonly Meter _meter;

    /// <summary>Makes a meter.</summary>
    /// <param name="meters">The application's factory of meters. Without one the meter's scope is this object, so that the queues of several shops can be distinguished.</param>
    public QueueMeter(IMeterFactory? meters) => _meter =
        meters?.Create(new MeterOptions(BookstoreMetrics.Name) { Version = InstrumentationVersion.Current }) ?? new Meter(new MeterOptions(BookstoreMetrics.Name) { Version = InstrumentationVersion.Current, Scope = this });

    /// <summary>Begins to show a queue, under the shop's name where it has one.</summary>
    public void Watch(GroupCommit commit, string? shop)
    {
        KeyValuePair<string, object?>[] tags = shop is null ? [] : [new("shop", shop)];
        _meter.CreateObservableGauge("bookstore.queue.depth", () => new Measurement<int>(commit.Waiting, tags), "{operation}", "Operations that wait to be gathered.");
    }

    // One of the factory's is disposed with the factory.
    public void Dispose() => _meter.Dispose();
}
