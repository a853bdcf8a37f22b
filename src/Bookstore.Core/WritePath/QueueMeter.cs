using System.Diagnostics.Metrics;
using Bookstore.Storage;

namespace Bookstore.Diagnostics;

/// <summary>Shows the depth of one shop's write queue, until its service provider is disposed. The meter's scope is this object, so that the queues of several shops can be told apart.</summary>
internal sealed class QueueMeter : IDisposable
{
    private readonly Meter _meter;

    public QueueMeter() => _meter = new Meter(new MeterOptions(BookstoreMetrics.Name) { Scope = this });

    public void Watch(GroupCommit commit) =>
        _meter.CreateObservableGauge("bookstore.queue.depth", () => commit.Waiting, "{operation}", "Operations that wait to be gathered.");

    public void Dispose() => _meter.Dispose();
}
