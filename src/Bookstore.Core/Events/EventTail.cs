using System.Diagnostics.CodeAnalysis;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The end of the feed as this host knows it, for all who wait for it to move: they share one reader, which works only while someone waits. Thread-safe.</summary>
/// <param name="store">The store.</param>
/// <param name="signal">Says that events which this host committed have positions.</param>
/// <param name="options">How often to look for those of other hosts.</param>
/// <param name="time">Measures the pauses.</param>
internal sealed class EventTail(IEventReads store, EventSignal signal, EventOptions options, TimeProvider time)
{
    // While the store cannot be read, asking it a hundred times a second would not help.
    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(250);

    // Timers count in milliseconds: a shorter pause would be none.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private long _last;
    private bool _isReading;
    private long? _read;
    private long? _movedAt;

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

    /// <summary>Takes a reading of the end of the feed. An older one than the last costs a look more, and no more: after a restore the end is lower than it was.</summary>
    public void Note(long last) => Take(last, static (after, end) => after < end);

    // The loop's readings are in order. Consumers that wait behind the end read a database that has been restored since, or whose standby was behind: reading again tells them.
    private void NoteNext(long last) => Take(last, static (after, end) => after != end);

    private void Take(long last, Func<long, long, bool> isToRead)
    {
        lock (_lock)
        {
            _last = last;
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (isToRead(_waiters[i].After, last))
                {
                    _waiters[i].Reached.TrySetResult();
                    _waiters.RemoveAt(i);
                }
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Those who wait are given it: without the loop they would wait for ever.")]
    private async Task ReadWhileSomeoneWaitsAsync()
    {
        while (true)
        {
            var committed = signal.Next;
            TimeSpan pause;
            try
            {
                var last = await store.ReadLastEventAsync(CancellationToken.None).ConfigureAwait(false);
                pause = PauseAfter(last);
                NoteNext(last);
            }
            catch (BookstoreStoreException)
            {
                pause = FaultPause;
            }
            catch (Exception fault)
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

    // Events come in a row: for an interval after the end has moved, the next look comes sooner. One loop reads at a time, and only it is in here.
    private TimeSpan PauseAfter(long last)
    {
        if (_read is { } before && before != last)
        {
            _movedAt = time.GetTimestamp();
        }

        _read = last;
        if (_movedAt is not { } moved || time.GetElapsedTime(moved) >= options.PollInterval)
        {
            return options.PollInterval;
        }

        var sooner = options.PollInterval / 4;
        return sooner < ShortestPause ? ShortestPause : sooner;
    }

    // The shop is shut down, or the store failed in a way that waiting does not mend.
    private void Fail(Exception fault)
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
