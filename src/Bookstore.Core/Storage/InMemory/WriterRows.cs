using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The last batch of each writer. Those that registered first are forgotten first.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class WriterRows
{
    private readonly Dictionary<Guid, long> _lastBatches = [];
    private readonly Queue<Guid> _writers = [];

    public long? LastBatchOf(Guid writer) => _lastBatches.TryGetValue(writer, out var batch) ? batch : null;

    /// <summary>Registers a writer with batch 0, if it is not known.</summary>
    public void Register(Guid writer)
    {
        if (_lastBatches.TryAdd(writer, 0))
        {
            _writers.Enqueue(writer);
            if (_writers.Count > CommitToken.RememberedWriters)
            {
                _lastBatches.Remove(_writers.Dequeue());
            }
        }
    }

    public void Write(CommitToken mark)
    {
        Register(mark.Writer);
        _lastBatches[mark.Writer] = mark.Batch;
    }
}
