using System.Threading.Channels;

namespace Bookstore.Storage;

/// <summary>The operations that wait for one commit worker. Large ones do not keep small ones waiting, and bulk work keeps none of them waiting for long.</summary>
/// <remarks>
/// Submission is lock-free. A batch takes small operations first and leaves half of its records to large ones while any wait, so that neither kind waits for all of
/// the other. Bulk work has its own <see cref="BulkShare"/>. A batch that is too small for all kinds passes some over: the kind that was passed over most often in a row has the
/// first operation of the next one, so each kind has one in three batches at least, under any limits. Each kind keeps its order.
/// </remarks>
internal sealed class OperationQueue
{
    private const int LargeShare = 64;

    private readonly Channel<Operation> _arrivals;
    private readonly WaitingOperations _small = new();
    private readonly WaitingOperations _large = new();
    private readonly WaitingOperations _bulk = new();
    private readonly BulkShare _bulkShare;
    private readonly Lock _gate = new();
    private readonly int _maxOperations;
    private readonly int _maxRecords;
    private readonly int _largeFrom;
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
            var first = MostPassedOver();
            var records = 0;
            if (first is not null)
            {
                first.Take(batch, ref records, batch.Count + 1, int.MaxValue);
            }

            TakeShares(batch, first, records);
            _hasBulk = _bulk.EndBatch();
            _small.EndBatch();
            _large.EndBatch();
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
    /// <param name="fault">What their callers get.</param>
    /// <returns>How many operations left the queue, cancelled ones included.</returns>
    public int Expire(Func<Operation, bool> isLate, Func<Exception> fault)
    {
        var late = new List<Operation>();
        lock (_gate)
        {
            Sort();
            _small.TakeLate(isLate, late);
            _large.TakeLate(isLate, late);
            _bulk.TakeLate(isLate, late);
        }

        // Outside the lock: a caller may continue in here.
        foreach (var operation in late)
        {
            if (operation.TryGather())
            {
                operation.Fail(fault());
            }
        }

        return late.Count;
    }

    private void Sort()
    {
        while (_arrivals.Reader.TryRead(out var operation))
        {
            (operation.IsBulk ? _bulk : operation.Weight > _largeFrom ? _large : _small).Add(operation);
        }
    }

    private WaitingOperations? MostPassedOver()
    {
        var most = _small.PassedOver >= _large.PassedOver ? _small : _large;
        most = most.PassedOver >= _bulk.PassedOver ? most : _bulk;
        return most.PassedOver > 0 ? most : null;
    }

    private void TakeShares(List<Operation> batch, WaitingOperations? first, int records)
    {
        var (hasBulkLed, hasLargeLed) = (first == _bulk, first == _large);
        var bulkRecords = 0;
        if (hasBulkLed)
        {
            (bulkRecords, records) = (records, 0);
        }

        var maxOperations = _bulk.Count > 0 && !hasBulkLed ? Math.Max(1, _maxOperations - 1) : _maxOperations;
        if (_large.Count > 0)
        {
            _small.Take(batch, ref records, hasLargeLed ? maxOperations : Math.Max(1, maxOperations - 1), Math.Min(_maxRecords, records + Math.Max(1, _maxRecords / 2)));
        }
        else
        {
            _small.Take(batch, ref records, maxOperations, _maxRecords);
        }

        _large.Take(batch, ref records, maxOperations, _maxRecords);
        _bulk.Take(batch, ref bulkRecords, _maxOperations, _bulkShare.Records);
    }
}
