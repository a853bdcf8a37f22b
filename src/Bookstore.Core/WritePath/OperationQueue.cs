using System.Threading.Channels;

namespace Bookstore.Storage;

/// <summary>The operations that wait for one commit worker. Large ones do not keep small ones waiting, and bulk work keeps none of them waiting for long.</summary>
/// <remarks>
/// Submission is lock-free. A batch takes small operations first and leaves half of its records to large ones while any wait, so that neither kind waits for all of
/// the other. Bulk work has its own <see cref="BulkShare"/>, and at least one operation of each batch. Each kind keeps its order.
/// </remarks>
internal sealed class OperationQueue
{
    private const int LargeShare = 64;

    private readonly Channel<Operation> _arrivals;
    private readonly Queue<Operation> _small = [];
    private readonly Queue<Operation> _large = [];
    private readonly Queue<Operation> _bulk = [];
    private readonly BulkShare _bulkShare;
    private readonly Lock _gate = new();
    private readonly int _maxOperations;
    private readonly int _maxRecords;
    private readonly int _largeFrom;
    private bool _largeIsNext;
    private bool _bulkIsNext;
    private bool _hasBulk;

    public OperationQueue(WritePathOptions options)
    {
        _maxOperations = options.MaxBatchSize;
        _maxRecords = options.MaxBatchRecords;
        _bulkShare = new BulkShare(options.MaxBatchRecords);
        _largeFrom = Math.Max(2, options.MaxBatchRecords / LargeShare);
        _arrivals = Channel.CreateUnbounded<Operation>(new UnboundedChannelOptions { AllowSynchronousContinuations = options.ContinuesInline });
    }

    private int Sorted => _small.Count + _large.Count + _bulk.Count;

    public bool TryAdd(Operation operation) => _arrivals.Writer.TryWrite(operation);

    /// <summary>Takes no more operations.</summary>
    public bool TryComplete() => _arrivals.Writer.TryComplete();

    /// <summary>Waits for an operation.</summary>
    /// <returns><see langword="false"/> when none is left and none will come.</returns>
    public ValueTask<bool> WaitAsync()
    {
        lock (_gate)
        {
            return Sorted > 0 ? new ValueTask<bool>(true) : _arrivals.Reader.WaitToReadAsync();
        }
    }

    /// <summary>Takes the next batch: at least one operation when any waits.</summary>
    /// <returns>How many operations left the queue, cancelled ones included.</returns>
    public int Gather(List<Operation> batch)
    {
        lock (_gate)
        {
            Sort();
            var before = Sorted;
            var records = 0;
            _hasBulk = false;
            if (_bulkIsNext)
            {
                TakeBulk(batch, 1);
            }
            else if (_largeIsNext)
            {
                Take(_large, batch, ref records, 1, int.MaxValue);
            }

            var isShared = _large.Count > 0;
            var maxOperations = _bulk.Count > 0 ? Math.Max(1, _maxOperations - 1) : _maxOperations;
            Take(_small, batch, ref records, isShared ? Math.Max(1, maxOperations - 1) : maxOperations, isShared ? Math.Max(1, _maxRecords / 2) : _maxRecords);
            Take(_large, batch, ref records, maxOperations, _maxRecords);
            _largeIsNext = isShared && _large.Count > 0;
            TakeBulk(batch, _maxOperations);
            _bulkIsNext = !_hasBulk && _bulk.Count > 0;
            return before - Sorted;
        }
    }

    /// <summary>Adapts the share of bulk work to the time that the last batch took.</summary>
    public void Adapt(TimeSpan taken)
    {
        lock (_gate)
        {
            if (_hasBulk)
            {
                _bulkShare.Adapt(taken, wasUsedUp: _bulk.Count > 0);
            }
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
            TakeLate(_bulk, isLate, late);
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
            (operation.IsBulk ? _bulk : operation.Weight > _largeFrom ? _large : _small).Enqueue(operation);
        }
    }

    private void TakeBulk(List<Operation> batch, int maxOperations)
    {
        var (records, before) = (0, batch.Count);
        Take(_bulk, batch, ref records, maxOperations, _bulkShare.Records);
        _hasBulk |= batch.Count > before;
    }

    private static void Take(Queue<Operation> queue, List<Operation> batch, ref int records, int maxOperations, int maxRecords)
    {
        while (batch.Count < maxOperations && queue.TryPeek(out var next) && (records == 0 || records + next.Weight <= maxRecords))
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
