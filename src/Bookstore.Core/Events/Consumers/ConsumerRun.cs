using System.Runtime.ExceptionServices;
using Bookstore.Diagnostics;

namespace Bookstore;

/// <summary>Runs a consumer on this host for as long as it has the lease: reads the feed, has the events dealt with, stores the position in slices.</summary>
/// <remarks>The position passes an event after it was dealt with or durably parked, and is stored under the lease. So whenever the host ends, the next one gets every event that was not dealt with.</remarks>
internal sealed class ConsumerRun : IDisposable
{
    // What comes again when a host ends: as many events as that, or those of that time.
    private const int SliceSize = 500;
    private const int PageSize = 1_000;
    private const int MostDue = 100;

    private static readonly TimeSpan SliceTime = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FaultPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FinishPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly ConsumerHost _host;
    private readonly EventConsumer _consumer;
    private readonly ConsumerLease _lease;
    private readonly ConsumerMailbox _mailbox;
    private readonly ConsumerWindow _window;
    private readonly ConsumerLanes _lanes;
    private readonly ConsumerWrites _writes;
    private readonly CancellationTokenSource _reads = new();
    private readonly CancellationTokenSource _tries = new();
    private readonly CancellationTokenSource _lost;
    private readonly ITimer _timer;
    private readonly bool _untilIdle;
    private readonly int _parkedBefore;
    private DateTimeOffset _until;
    private (long At, TimeSpan For) _held;
    private long _savedAt;
    private long? _lookedAt;
    private long? _measuredAt;
    private (bool Saving, bool Loading, bool Reading, bool Looking, bool AskingTime, bool Measuring) _is;
    private Guid? _loadedThrough;
    private bool _isLoaded;
    private bool _isStopStored;
    private bool _isAtEnd;
    private int _lookedAfter = -1;
    private (ConsumerEnd How, string? Why, EventPosition? MoveTo)? _end;

    /// <summary>Makes a run.</summary>
    /// <param name="host">What all runs of the host share.</param>
    /// <param name="consumer">The consumer.</param>
    /// <param name="body">The consumer as this host has acquired it.</param>
    /// <param name="untilIdle">Whether the run ends when nothing is left to do now.</param>
    public ConsumerRun(ConsumerHost host, EventConsumer consumer, ConsumerBody body, bool untilIdle)
    {
        (_host, _consumer, _untilIdle) = (host, consumer, untilIdle);
        _lease = new ConsumerLease(ConsumerDocuments.IdOf(consumer.Name), host.Context.Host.Id, body.Fence);
        _lost = new CancellationTokenSource(System.Threading.Timeout.InfiniteTimeSpan, host.Time);
        _mailbox = new ConsumerMailbox(host.IsInline);
        _window = new ConsumerWindow(body.Position, consumer.Window);
        _writes = new ConsumerWrites(host.Commit, host.Clock, _lost.Token);
        _lanes = new ConsumerLanes(consumer, _lease, _mailbox, _writes, new ConsumerTry(consumer, host.BulkheadOf(consumer), host.Time, _tries.Token), host.Logger, host.Shop)
        {
            HasLease = () => LeaseLeft > TimeSpan.Zero && _host.Clock.FreshMoment is { } moment && moment.Store < _until,
            End = reason => End(reason is null ? ConsumerEnd.Lost : ConsumerEnd.Stopped, reason),
        };
        _parkedBefore = body.Parked;
        Hold(body.Until);
        _savedAt = host.Time.GetTimestamp();
        _timer = host.Time.CreateTimer(static run => ((ConsumerRun)run!).TickLater(), this, Tick, System.Threading.Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many events were dealt with.</summary>
    public int Done => _lanes.Done;

    /// <summary>Why the consumer stopped.</summary>
    public string? StoppedBecause => _end?.Why;

    /// <summary>Runs it until it is told to stop, stops by itself, or loses the lease.</summary>
    /// <returns>How it ended; what was thrown that nobody foresaw is thrown here. Except for a lost lease, everything is stored and the lease is let go.</returns>
    public async Task<ConsumerEnd> RunAsync(CancellationToken stop)
    {
        await using var told = stop.UnsafeRegister(static run => ((ConsumerRun)run!)._mailbox.Post(() => ((ConsumerRun)run!).End(ConsumerEnd.Told)), this).ConfigureAwait(false);
        while (true)
        {
            Advance();
            if (_end is not null && _mailbox.UnderWay == 0)
            {
                break;
            }

            await _mailbox.DealAsync().ConfigureAwait(false);
        }

        _window.Advance();
        await FinishAsync().ConfigureAwait(false);
        if (_mailbox.Fault is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return _end!.Value.How;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _reads.Dispose();
        _tries.Dispose();
        _lost.Dispose();
    }

    // By the monotonic clock: the end is seen without the store as well.
    private TimeSpan LeaseLeft => _held.For - _host.Time.GetElapsedTime(_held.At);

    private int Parked => _isLoaded ? _lanes.Parked : _parkedBefore;

    // Stored parked events are known before the first event is dealt with: later ones of their resources wait.
    private void Load()
    {
        if (_is.Loading)
        {
            return;
        }

        _is.Loading = true;
        _mailbox.Start(
            () => ReadAsync(() => _host.Store.ListDocumentsOfAsync(_lease.Consumer, ConsumerDocuments.ParkedEvents.Name, _loadedThrough, PageSize, _reads.Token)),
            page =>
            {
                _is.Loading = false;
                foreach (var document in page ?? [])
                {
                    _lanes.AddParked(document);
                    _loadedThrough = document.Id.Id;
                }

                if (page is { Count: < PageSize })
                {
                    _isLoaded = true;
                    _lanes.PromoteOrphans();
                }
            });
    }

    private void Advance()
    {
        if (_mailbox.Fault is not null)
        {
            End(ConsumerEnd.Faulted);
        }

        var fresh = _host.Clock.FreshMoment;
        if (LeaseLeft <= TimeSpan.Zero || fresh?.Store >= _until)
        {
            End(ConsumerEnd.Lost);
        }

        _window.Advance();
        if (_end is { } end)
        {
            SaveWhileEnding(end.How);
            return;
        }

        if (fresh is not { } moment)
        {
            AskTime();
            return;
        }

        Save(isStopped: false);
        if (!_isLoaded)
        {
            Load();
            return;
        }

        Look(moment.Store, isLastLook: false);
        Read();
        _lanes.Begin();
        if (_untilIdle && _mailbox.UnderWay == 0)
        {
            EndIfIdle(moment.Store);
        }
    }

    private void End(ConsumerEnd how, string? why = null, EventPosition? moveTo = null)
    {
        if (_end is null || (how == ConsumerEnd.Lost && _end.Value.How != ConsumerEnd.Lost))
        {
            _end = (how, why, moveTo);
            _lanes.IsEnding = true;
            Cancel(_reads);
            if (how is ConsumerEnd.Lost or ConsumerEnd.Told or ConsumerEnd.Faulted)
            {
                Cancel(_tries);
            }

            if (how == ConsumerEnd.Lost)
            {
                Cancel(_lost);
            }
        }
    }

    // What is registered on the tokens is the application's own: it must not occupy the loop.
    private void Cancel(CancellationTokenSource source)
    {
        if (_host.IsInline)
        {
            source.Cancel();
        }
        else
        {
            _ = source.CancelAsync();
        }
    }

    private void EndIfIdle(DateTimeOffset now)
    {
        if (_lanes.Parked == 0 || _lookedAfter == _lanes.Tried)
        {
            End(ConsumerEnd.Told);
        }
        else
        {
            _lookedAfter = _lanes.Tried;
            Look(now, isLastLook: true);
        }
    }

    // What is still under way must not be begun by another host meanwhile. That no host is to run it is stored first.
    private void SaveWhileEnding(ConsumerEnd how)
    {
        var isToStop = how == ConsumerEnd.Stopped && !_isStopStored;
        if (how != ConsumerEnd.Lost && _mailbox.UnderWay > 0 && (isToStop || IsToRenew) && !_is.Saving)
        {
            Save(isToStop);
        }
    }

    private bool IsToRenew => LeaseLeft <= _host.Lease * 2 / 3;

    private void Save(bool isStopped)
    {
        var isDue = isStopped || IsToRenew || _window.Passed >= SliceSize || (_window.Passed > 0 && _host.Time.GetElapsedTime(_savedAt) >= SliceTime);
        if (_is.Saving || !isDue)
        {
            return;
        }

        _is.Saving = true;
        _window.Saved();
        _savedAt = _host.Time.GetTimestamp();
        var (position, parked, isPaused, why) = (_window.Position, Parked, _lanes.IsPaused, isStopped ? _end?.Why : null);
        DateTimeOffset until = default;
        _mailbox.Start(
            () => _writes.SubmitAsync(moment => new SaveConsumer(_lease, new ConsumerProgress(position, parked, isPaused, until = moment.Store.Plus(_host.Lease)) { IsStopped = isStopped, Error = why, ErrorAt = moment.Shown })),
            isKept =>
            {
                _is.Saving = false;
                if (isKept)
                {
                    _isStopStored |= isStopped;
                    Hold(until);
                    Measure(position);
                }
                else
                {
                    End(ConsumerEnd.Lost);
                }
            });
    }

    // Apart from what renews the lease, which does not wait for it.
    private void Measure(long? position)
    {
        if (_end is not null || _is.Measuring || (_measuredAt is { } at && _host.Time.GetElapsedTime(at) < _host.Lease / 3))
        {
            return;
        }

        (_is.Measuring, _measuredAt) = (true, _host.Time.GetTimestamp());
        _mailbox.Start(
            async () =>
            {
                await _host.MeasureAsync(_consumer, _lease.Consumer, position).ConfigureAwait(false);
                return true;
            },
            _ => _is.Measuring = false);
    }

    private void Hold(DateTimeOffset until) => (_until, _held) = (until, (_host.Time.GetTimestamp(), until - _host.Clock.Now));

    // What someone sends again on another host is found here as well.
    private void Look(DateTimeOffset now, bool isLastLook)
    {
        var isDue = isLastLook || (!_untilIdle && (_lookedAt is not { } at || _host.Time.GetElapsedTime(at) >= _host.Context.Options.PollInterval));
        if (_is.Looking || _lanes.Parked == 0 || !isDue || (_lanes.Trying >= Math.Max(MostDue / 2, _consumer.Concurrency) && !isLastLook))
        {
            return;
        }

        _is.Looking = true;
        _lookedAt = _host.Time.GetTimestamp();
        _lanes.BeginLook();

        // Those that are being tried come first and are known: few of them, or there is no look.
        var limit = MostDue + _lanes.Trying;
        _mailbox.Start(
            () => ReadAsync(() => _host.Store.ListDueDocumentsAsync(ConsumerDocuments.ParkedEvents.Name, _lease.Consumer, now, null, limit, _reads.Token)),
            due =>
            {
                _is.Looking = false;
                _lanes.EndLook(due?.Items ?? []);
            });
    }

    private void Read()
    {
        if (_is.Reading || !_window.IsWorthReading || (_isAtEnd && _untilIdle))
        {
            return;
        }

        _is.Reading = true;
        if (_isAtEnd)
        {
            _mailbox.Start(WaitForMoreAsync, _ => (_is.Reading, _isAtEnd) = (false, false));
            return;
        }

        _mailbox.Start(() => ReadAsync(ReadPageAsync), page =>
        {
            _is.Reading = false;
            if (page is { Events: { } events })
            {
                Take(events, page.Next!.Value, page.HasMore);
            }
            else if (page?.Expired is { } expired)
            {
                Expire(expired, page.Next);
            }
        });
    }

    private void Take(IReadOnlyList<BookstoreEvent> events, long next, bool hasMore)
    {
        foreach (var happened in events)
        {
            var slot = new ConsumerSlot(happened);
            _window.Add(slot);
            _lanes.Add(slot);
        }

        _window.Read(next);
        _isAtEnd = !hasMore;
    }

    private void Expire(string reason, long? oldest)
    {
        var isStopped = _consumer.WhenExpired == ExpiredPosition.Stop;
        Log.ConsumerExpired(_host.Logger, _consumer.Name, _window.ReadThrough, isStopped ? "It stops until it is resumed" : "It continues from the oldest event", reason);

        // By the time it is resumed, more may be removed.
        End(isStopped ? ConsumerEnd.Stopped : ConsumerEnd.Moved, reason, new EventPosition(isStopped ? null : oldest));
    }

    private async ValueTask<ReadPage> ReadPageAsync()
    {
        try
        {
            var page = await _host.Feed.ReadPageAsync(_window.ReadThrough, _consumer.Filter, Math.Min(_window.Room, PageSize), _reads.Token).ConfigureAwait(false);
            return new ReadPage(page.Events, page.Next, page.HasMore, null);
        }
        catch (EventCursorExpiredException expired)
        {
            return new ReadPage(null, expired.OldestPosition, true, expired.Message);
        }
        catch (InvalidCursorException beyond)
        {
            return new ReadPage(null, null, true, beyond.Message);
        }
    }

    // What cannot be read for now is read again: the timer sees to it.
    private async Task<T?> ReadAsync<T>(Func<ValueTask<T>> read)
        where T : class
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (BookstoreStoreException fault) when (fault.IsTransient)
        {
            await Task.Delay(FaultPause, _host.Time, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (_reads.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<bool> WaitForMoreAsync()
    {
        try
        {
            return await _host.Tail.WaitAsync(_window.ReadThrough ?? 0, System.Threading.Timeout.InfiniteTimeSpan, _reads.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_reads.IsCancellationRequested)
        {
            return false;
        }
    }

    private void AskTime()
    {
        if (_is.AskingTime)
        {
            return;
        }

        _is.AskingTime = true;
        _mailbox.Start(
            () => ReadAsync(async () => (object)await _host.Clock.NowAsync(_reads.Token).ConfigureAwait(false)),
            _ => _is.AskingTime = false);
    }

    private async Task FinishAsync()
    {
        var (how, why, moveTo) = _end!.Value;

        // After the lease it is worthless, and who has told it to end does not wait long for it.
        var patience = how == ConsumerEnd.Told && FinishPatience < LeaseLeft ? FinishPatience : LeaseLeft;
        _lost.CancelAfter(patience > TimeSpan.Zero ? patience : TimeSpan.Zero);

        // Someone may have resumed it since that was stored.
        var isStopped = how == ConsumerEnd.Stopped && !_isStopStored;
        if (moveTo is not null && how != ConsumerEnd.Lost)
        {
            await _writes.SubmitAsync(moment => new MoveConsumer(_consumer.Name, moveTo.After) { Holder = _lease, IsStopped = isStopped, Error = why, ErrorAt = moment.Shown }).ConfigureAwait(false);
        }
        else if (how != ConsumerEnd.Lost)
        {
            var fault = _mailbox.Fault is { } thrown ? ConsumeOutcome.Of(thrown).Error : why;
            await _writes.SubmitAsync(moment => new SaveConsumer(
                _lease, new ConsumerProgress(_window.Position, Parked, _lanes.IsPaused, null) { IsStopped = isStopped, Error = fault, ErrorAt = moment.Shown })).ConfigureAwait(false);
        }
    }

    private void TickLater() => _mailbox.Post(() => _timer.Change(Tick, System.Threading.Timeout.InfiniteTimeSpan));

    private sealed record EventPosition(long? After);

    private sealed record ReadPage(IReadOnlyList<BookstoreEvent>? Events, long? Next, bool HasMore, string? Expired);
}

/// <summary>How a run ended.</summary>
internal enum ConsumerEnd
{
    /// <summary>It was told to, or nothing was left to do.</summary>
    Told,

    /// <summary>The consumer is stopped on every host.</summary>
    Stopped,

    /// <summary>Another host has the consumer, or may have it.</summary>
    Lost,

    /// <summary>It begins anew at another position.</summary>
    Moved,

    /// <summary>Something was thrown that nobody foresaw.</summary>
    Faulted,
}
