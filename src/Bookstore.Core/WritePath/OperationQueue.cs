using System.Threading.Channels;

namespace Bookstore.Storage;

/// <summary>The operations that wait for one commit worker. Large ones do not keep small ones waiting.</summary>
/// <remarks>
/// Submission is lock-free. A batch takes small operations first and leaves half of its records to large ones while any wait, so that neither kind waits for all of
/// the other. Each kind keeps its order.
/// </remarks>
internal sealed class OperationQueue
{
    private const int LargeShare = 64;

    private readonly Channel<Operation> _arrivals;
    private readonly Queue<Operation> _small = [];
    private readonly Queue<Operation> _large = [];
    private readonly Lock _gate = new();
    private readonly int _maxOperations;
    private readonly int _maxRecords;
    private readonly int _largeFrom;
    private bool _largeIsNext;

    public OperationQueue(WritePathOptions options)
    {
        _maxOperations = options.MaxBatchSize;
        _maxRecords = options.MaxBatchRecords;
        _largeFrom = Math.Max(2, options.MaxBatchRecords / LargeShare);
        _arrivals = Channel.CreateUnbounded<Operation>(new UnboundedChannelOptions { AllowSynchronousContinuations = options.ContinuesInline });
    }

    public bool TryAdd(Operation operation) => _arrivals.Writer.TryWrite(operation);

    /// <summary>Takes no more operations.</summary>
    public bool TryComplete() => _arrivals.Writer.TryComplete();

    /// <summary>Waits for an operation.</summary>
    /// <returns><see langword="false"/> when none is left and none will come.</returns>
    public ValueTask<bool> WaitAsync()
    {
        lock (_gate)
        {
            return _small.Count + _large.Count > 0 ? new ValueTask<bool>(true) : _arrivals.Reader.WaitToReadAsync();
        }
    }

    /// <summary>Takes the next batch: at least one operation when any waits.</summary>
    /// <returns>How many operations left the queue, cancelled ones included.</returns>
    public int Gather(List<Operation> batch)
    {
        lock (_gate)
        {
            Sort();
            var before = _small.Count + _large.Count;
            var records = 0;
            if (_largeIsNext)
            {
                Take(_large, batch, ref records, 1, int.MaxValue);
            }

            var isShared = _large.Count > 0;
            Take(_small, batch, ref records, isShared ? Math.Max(1, _maxOperations - 1) : _maxOperations, isShared ? Math.Max(1, _maxRecords / 2) : _maxRecords);
            Take(_large, batch, ref records, _maxOperations, _maxRecords);
            _largeIsNext = isShared && _large.Count > 0;
            return before - _small.Count - _large.Count;
        }
    }

    /// <summary>Ends the wait of the operations that have waited too long.</summary>
    /// <param name="isLate">Whether an operation has.</param>
    /// <param name="told">What their callers get.</param>
    /// <returns>How many operations left the queue, cancelled ones included.</returns>
    public int Expire(Func<Operation, bool> isLate, Func<Exception> told)
    {
        var late = new List<Operation>();
        lock (_gate)
        {
            Sort();
            TakeLate(_small, isLate, late);
            TakeLate(_large, isLate, late);
        }

        // Outside the lock: a caller may continue in here.
        foreach (var operation in late)
        {
            if (operation.TryGather())
            {
                operation.Fail(told());
            }
        }

        return late.Count;
    }

    private static void TakeLate(Queue<Operation> queue, Func<Operation, bool> isLate, List<Operation> late)
    {
        while (queue.TryPeek(out var oldest) && isLate(oldest))
        {
            late.Add(queue.Dequeue());
        }
    }

    private void Sort()
    {
        while (_arrivals.Reader.TryRead(out var operation))
        {
            (operation.Weight > _largeFrom ? _large : _small).Enqueue(operation);
        }
    }

    private static void Take(Queue<Operation> queue, List<Operation> batch, ref int records, int maxOperations, int maxRecords)
    {
        while (batch.Count < maxOperations && queue.TryPeek(out var next) && (batch.Count == 0 || records + next.Weight <= maxRecords))
        {
            queue.Dequeue();
            if (next.TryGather())
            {
                batch.Add(next);
                records += next.Weight;
            }
        }
    }
}
