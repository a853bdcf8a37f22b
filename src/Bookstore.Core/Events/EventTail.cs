using Bookstore.Storage;

namespace Bookstore;

/// <summary>The end of the feed as this host knows it, for all who wait for it to move: they share one reader, which works only while someone waits. Thread-safe.</summary>
/// <param name="store">The store.</param>
/// <param name="signal">Says that this host committed events.</param>
/// <param name="options">How often to look for those of other hosts.</param>
/// <param name="time">Measures the pauses.</param>
internal sealed class EventTail(IBookstoreStore store, EventSignal signal, EventOptions options, TimeProvider time)
{
    // While the store cannot be read, asking it a hundred times a second would not help.
    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private long _last;
    private bool _isReading;

    /// <summary>Waits until the feed is beyond a position.</summary>
    /// <returns><see langword="false"/> after the time-out.</returns>
    public async ValueTask<bool> WaitAsync(long after, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(after);
        lock (_lock)
        {
            if (_last > after)
            {
                return true;
            }

            _waiters.Add(waiter);
            if (!_isReading)
            {
                _isReading = true;
                _ = Task.Run(ReadWhileSomeoneWaitsAsync, CancellationToken.None);
            }
        }

        try
        {
            await waiter.Reached.Task.WaitAsync(timeout, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (waiter.Reached.Task.IsFaulted)
            {
                await waiter.Reached.Task.ConfigureAwait(false);
            }

            return waiter.Reached.Task.IsCompleted;
        }
        finally
        {
            lock (_lock)
            {
                _waiters.Remove(waiter);
            }
        }
    }

    /// <summary>Takes a reading of the end of the feed. It never goes back, but for a restored database, whose readers are told.</summary>
    public void Note(long last)
    {
        lock (_lock)
        {
            _last = Math.Max(_last, last);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].After < _last)
                {
                    _waiters[i].Reached.TrySetResult();
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    private async Task ReadWhileSomeoneWaitsAsync()
    {
        while (true)
        {
            var committed = signal.Next;
            var pause = options.PollInterval;
            try
            {
                Note(await store.ReadLastEventAsync(CancellationToken.None).ConfigureAwait(false));
            }
            catch (BookstoreStoreException)
            {
                pause = FaultPause;
            }
            catch (ObjectDisposedException fault)
            {
                Fail(fault);
                return;
            }

            lock (_lock)
            {
                if (_waiters.Count == 0)
                {
                    _isReading = false;
                    return;
                }
            }

            await committed.WaitAsync(pause, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The shop is shut down: those who wait would wait for ever.
    private void Fail(ObjectDisposedException fault)
    {
        lock (_lock)
        {
            _isReading = false;
            _waiters.ForEach(waiter => waiter.Reached.TrySetException(fault));
            _waiters.Clear();
        }
    }

    private sealed class Waiter(long after)
    {
        public long After => after;

        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
