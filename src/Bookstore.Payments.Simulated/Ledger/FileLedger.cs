using System.Runtime.CompilerServices;

namespace Bookstore.Payments.Simulated;

/// <summary>A ledger in a file that several processes share. One thread takes all calls that wait and commits them with one write and at most one sync.</summary>
internal sealed class FileLedger : IPaymentLedger
{
    private static readonly TimeSpan SyncPause = TimeSpan.FromSeconds(1);
    // A look after a fault reads all of the file, and the other processes wait meanwhile: it has at most so much of the time.
    private const int PauseOfALook = 10;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(250);

    private readonly string _path;
    private readonly bool _syncsEachAnswer;
    private readonly string? _shop;
    private readonly TimeProvider _timeProvider;
    private readonly LedgerFile _file;
    private readonly LedgerCache _cache;
    private readonly LedgerLock _lock;
    private readonly LedgerQueue _queue;
    private readonly List<LedgerCall> _batch = new(LedgerFile.MaxAppendedLines);
    private readonly byte[] _lines = new byte[LedgerFile.MaxAppendedLines * LedgerLine.Length];
    private readonly Task _worker;
    private long _committed;
    private long _synced;
    private long _lastSync;
    private long _lastLook;
    private bool _isInDoubt;
    private BookstoreException? _fault;
    private long _failedAt;
    private TimeSpan _pause;

    public FileLedger(string path, SimulatedPaymentGatewayOptions options, TimeProvider timeProvider)
    {
        _path = path;
        _syncsEachAnswer = options.LedgerSync == LedgerSync.EachAnswer;
        _shop = ShopTag.Of(options.Shop);
        _timeProvider = timeProvider;
        _file = new LedgerFile(path);
        _cache = new LedgerCache(options.MaxOrdersInMemory);
        _lock = new LedgerLock(path);
        _queue = new LedgerQueue(options.QueueCapacity);

        // A thread of its own: it blocks in syncs, which would starve the pool.
        _worker = Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public async ValueTask<PaymentState> ApplyAsync(LedgerRequest request, CancellationToken cancellationToken)
    {
        var call = new LedgerCall(request);
        await _queue.AddAsync(call, cancellationToken).ConfigureAwait(false);
        return await call.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<(Guid OrderId, PaymentState State)> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FindAllAsync([Guid.Empty], cancellationToken).ConfigureAwait(false);
        await foreach (var payment in LedgerReader.ReadAsync(_path, Volatile.Read(ref _committed), cancellationToken).ConfigureAwait(false))
        {
            yield return payment;
        }
    }

    public async ValueTask<LedgerPage> ListPageAsync(DateTime since, long after, int limit, CancellationToken cancellationToken)
    {
        await FindAllAsync([Guid.Empty], cancellationToken).ConfigureAwait(false);
        return await new LedgerPages(_path, () => Volatile.Read(ref _committed), FindAllAsync).ReadAsync(since, after, limit, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_queue.TryComplete())
        {
            return;
        }

        await _worker.ConfigureAwait(false);
        _file.Dispose();
        _queue.Dispose();
    }

    // All are in the queue before the first is waited for, so that they share the turns at the file.
    private async ValueTask<PaymentState[]> FindAllAsync(IReadOnlyList<Guid> orderIds, CancellationToken cancellationToken)
    {
        var calls = new LedgerCall[orderIds.Count];
        for (var at = 0; at < calls.Length; at++)
        {
            calls[at] = new LedgerCall(new LedgerRequest(LedgerOperation.Find, orderIds[at], default, default));
            await _queue.AddAsync(calls[at], cancellationToken).ConfigureAwait(false);
        }

        return await Task.WhenAll(calls.Select(static call => call.Task)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Work()
    {
        while (WaitForCalls())
        {
            _queue.Gather(_batch);
            Answer(MustPause() ? _fault : TryCommit());
            _batch.Clear();
            if (_timeProvider.GetElapsedTime(_lastSync) >= SyncPause)
            {
                SyncRest();
            }
        }

        _pause = TimeSpan.Zero;
        SyncRest();
    }

    private bool MustPause() => _isInDoubt && _timeProvider.GetElapsedTime(_failedAt) < _pause;

    private bool WaitForCalls()
    {
        bool? hasCalls;
        while ((hasCalls = _queue.Wait(_synced < _committed || _isInDoubt ? SyncPause : Timeout.InfiniteTimeSpan)) is null)
        {
            SyncRest();
        }

        return hasCalls.Value;
    }

    // The callers get a result in every case. After a fault the memory may be ahead of the file: all is read again.
    private BookstoreException? TryCommit()
    {
        var begun = _timeProvider.GetTimestamp();
        try
        {
            using (_lock.Acquire())
            {
                Commit();
            }

            return null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _isInDoubt = true;
            _cache.Clear();
            _file.Rewind();
            _fault = exception as BookstoreException ?? LedgerFaults.CannotUse(_path, exception);
            _failedAt = _timeProvider.GetTimestamp();
            var pause = PauseOfALook * _timeProvider.GetElapsedTime(begun, _failedAt);
            _pause = pause < LongestPause ? pause : LongestPause;
            return _fault;
        }
    }

    // What was answered since the last sync. After one that failed all of it is written again first, as the system may have let go of it.
    private void SyncRest()
    {
        if (MustPause())
        {
            return;
        }

        if (_isInDoubt)
        {
            TryCommit();
            return;
        }

        if (_synced < _committed)
        {
            try
            {
                Sync(_committed);
            }
            catch (IOException)
            {
                _isInDoubt = true;
            }
        }
    }

    private void Sync(long length)
    {
        _file.Flush();
        (_synced, _lastSync, _isInDoubt, _fault) = (length, _timeProvider.GetTimestamp(), false, null);
    }

    // Lines of a process that died before its sync are synced like our own.
    private void Commit()
    {
        if (_timeProvider.GetElapsedTime(_lastLook) >= LookPause)
        {
            _file.ThrowIfReplaced();
            _lastLook = _timeProvider.GetTimestamp();
        }

        var changed = _file.CatchUp(_cache);
        if (_isInDoubt)
        {
            _file.WriteAgain(_synced);
            changed = true;
        }

        var length = Decide();
        if (length > 0)
        {
            _file.Append(_lines.AsSpan(0, length));
            changed = true;
        }

        if (changed)
        {
            if (_syncsEachAnswer || _isInDoubt)
            {
                Sync(_file.Position);
            }

            _cache.Trim();
            Volatile.Write(ref _committed, _file.Position);
        }
    }

    private int Decide()
    {
        var now = _timeProvider.GetUtcNow();
        var firstLine = (_file.Position / LedgerLine.Length) - 1;
        var length = 0;
        foreach (var call in _batch)
        {
            var orderId = call.Request.OrderId;
            var before = Find(orderId);
            var next = PaymentRules.Next(before, call.Request);
            call.Before = before;
            if (next.IsChangeOf(before))
            {
                next = next with { Shop = before.Shop ?? _shop };
                _cache.Set(orderId, next);
                _cache.Index(orderId, firstLine + (length / LedgerLine.Length));
                LedgerLine.Write(_lines.AsSpan(length), orderId, next, now);
                length += LedgerLine.Length;
            }
        }

        return length;
    }

    private PaymentState Find(Guid orderId)
    {
        if (_cache.TryGet(orderId, out var state) || !_cache.MayBeInFile(orderId))
        {
            return state;
        }

        return _file.Find(_cache, orderId);
    }

    private void Answer(BookstoreException? fault)
    {
        foreach (var call in _batch)
        {
            if (fault is null)
            {
                call.SetResult(call.Before);
            }
            else
            {
                call.SetException(fault);

                // A caller that gave up waiting does not look at it.
                _ = call.Task.Exception;
            }
        }
    }
}
