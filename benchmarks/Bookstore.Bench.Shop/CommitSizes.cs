using System.Diagnostics.Metrics;

namespace Bookstore.Bench;

/// <summary>Listens to how many operations each commit has.</summary>
internal sealed class CommitSizes : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _commits;
    private long _operations;
    private int _most;

    public CommitSizes()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Bookstore", Name: "bookstore.commit.size" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, size, _, _) => Add(size));
        _listener.Start();
    }

    public double? Mean => _commits == 0 ? null : (double)_operations / _commits;

    public int? Most => _commits == 0 ? null : _most;

    public void Dispose() => _listener.Dispose();

    // A store with several writers has several commits at a time.
    private void Add(int size)
    {
        lock (_listener)
        {
            _commits++;
            _operations += size;
            _most = Math.Max(_most, size);
        }
    }
}
