using System.Runtime.ExceptionServices;

namespace Bookstore;

/// <summary>Runs a consumer on this host for as long as it has the lease: reads the feed, has the events dealt with, stores the position in slices.</summary>
/// <remarks>The position passes an event after it was dealt with or durably parked, and is stored under the lease. So whenever the host ends, the next one gets every event that was not dealt with.</remarks>
internal sealed class ConsumerRun : IDisposable
{
    /// <summary>How often the loop looks around where nothing happens.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan FinishPatience = TimeSpan.FromSeconds(5);

    private readonly ConsumerParts _run;
    private readonly ConsumerLanes _lanes;
    private readonly ConsumerFeed _feed;
    private readonly ParkedLooks _looks;
    private readonly ConsumerSaves _saves;
    private readonly CancellationTokenSource _tries = new();
    private readonly CancellationTokenSource _lost;
    private readonly ITimer _timer;
    private bool _isAskingTime;
    private long? _askedTimeAt;
    private int _lookedAfter = -1;
    private ConsumerEnding? _end;

    /// <summary>Makes a run.</summary>
    /// <param name="host">What all runs of the host share.</param>
    /// <param name="consumer">The consumer.</param>
    /// <param name="body">The consumer as this host has acquired it.</param>
    /// <param name="untilIdle">Whether the run ends when nothing is left to do now.</param>
    public ConsumerRun(ConsumerHost host, EventConsumer consumer, ConsumerBody body, bool untilIdle)
    {
        var lease = new HeldLease(host, new ConsumerLease(ConsumerDocuments.IdOf(consumer.Name), host.Context.Host.Id, body.Fence));
        lease.Hold(body.Until);
        _lost = new CancellationTokenSource(Timeout.InfiniteTimeSpan, host.Time);
        _run = new ConsumerParts(
            host,
            consumer,
            lease,
            new ConsumerMailbox(host.IsInline),
            new ConsumerWindow(body.Position, consumer.Window),
            new ConsumerReads(host),
            new ConsumerWrites(host.Commit, host.Clock, _lost.Token),
            untilIdle)
        {
            End = End,
        };
        _lanes = new ConsumerLanes(_run, new ConsumerTry(consumer, host.BulkheadOf(consumer), host.Time, _tries.Token));
        _feed = new ConsumerFeed(_run, _lanes);
        _looks = new ParkedLooks(_run, _lanes);
        _saves = new ConsumerSaves(_run, _lanes, () => _looks.IsLoaded ? _lanes.Parked : body.Parked);
        _timer = host.Time.CreateTimer(static run => ((ConsumerRun)run!).TickLater(), this, Tick, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many events were dealt with.</summary>
    public int Done => _lanes.Done;

    /// <summary>Why the consumer stopped.</summary>
    public string? StoppedBecause => _end?.Why;

    /// <summary>Runs it until it is stopped, stops by itself, or loses the lease.</summary>
    /// <returns>How it ended; an unexpected exception is thrown here. Except for a lost lease, everything is stored and the lease is let go.</returns>
    public async Task<ConsumerEnd> RunAsync(CancellationToken stop)
    {
        await using var told = stop.UnsafeRegister(static run => ((ConsumerRun)run!).TellLater(), this).ConfigureAwait(false);
        while (true)
        {
            Advance();
            if (_end is not null && _run.Mailbox.UnderWay == 0)
            {
                break;
            }

            await _run.Mailbox.DealAsync().ConfigureAwait(false);
        }

        _run.Window.Advance();
        await FinishAsync().ConfigureAwait(false);
        if (_run.Mailbox.Fault is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }

        return _end!.How;
    }

    public void Dispose()
    {
        _timer.Dispose();
        _run.Reads.Dispose();
        _tries.Dispose();
        _lost.Dispose();
    }

    private void Advance()
    {
        if (_run.Mailbox.Fault is not null)
        {
            End(new ConsumerEnding(ConsumerEnd.Faulted));
        }

        var fresh = _run.Host.Clock.FreshMoment;
        if (!_run.Lease.AllowsTries(fresh?.Store))
        {
            End(new ConsumerEnding(ConsumerEnd.Lost));
        }

        _run.Window.Advance();
        if (_end is { } end)
        {
            _saves.SaveWhileEnding(end);
        }
        else if (fresh is { } moment)
        {
            Advance(moment.Store);
        }
        else
        {
            AskTime();
        }
    }

    private void Advance(DateTimeOffset now)
    {
        _saves.Save();
        if (!_looks.IsLoaded)
        {
            _looks.Load();
            return;
        }

        _looks.Look(now);
        _feed.Read();
        _lanes.Begin();
        if (_run.IsUntilIdle && _run.Mailbox.UnderWay == 0)
        {
            EndIfIdle(now);
        }
    }

    private void End(ConsumerEnding ending)
    {
        if (_end is not null && (ending.How != ConsumerEnd.Lost || _end.How == ConsumerEnd.Lost))
        {
            return;
        }

        _end = ending;
        _lanes.IsEnding = true;
        _run.Reads.End();
        if (ending.How is ConsumerEnd.Lost or ConsumerEnd.Told or ConsumerEnd.Faulted)
        {
            _run.Host.Cancel(_tries);
        }

        if (ending.How == ConsumerEnd.Lost)
        {
            _run.Host.Cancel(_lost);
        }
    }

    private void EndIfIdle(DateTimeOffset now)
    {
        if (_lanes.Parked == 0 || _lookedAfter == _lanes.Tried)
        {
            End(new ConsumerEnding(ConsumerEnd.Told));
        }
        else
        {
            _lookedAfter = _lanes.Tried;
            _looks.LookNow(now);
        }
    }

    // A store that is away may be answered for from memory at once, and the time stays as old as it is.
    private void AskTime()
    {
        if (_isAskingTime || (_askedTimeAt is { } at && _run.Host.Time.GetElapsedTime(at) < Tick))
        {
            return;
        }

        (_isAskingTime, _askedTimeAt) = (true, _run.Host.Time.GetTimestamp());
        _run.Mailbox.Start(
            () => _run.Reads.ReadAsync(async stop => (object)await _run.Host.Clock.NowAsync(stop).ConfigureAwait(false)),
            _ => _isAskingTime = false);
    }

    private async Task FinishAsync()
    {
        // After the lease it is worthless, and the caller that stops it does not wait long for it.
        var left = _run.Lease.Left;
        var patience = _end!.How == ConsumerEnd.Told && FinishPatience < left ? FinishPatience : left;
        _lost.CancelAfter(patience > TimeSpan.Zero ? patience : TimeSpan.Zero);
        if (_end.How != ConsumerEnd.Lost)
        {
            await _saves.FinishAsync(_end, _run.Mailbox.Fault).ConfigureAwait(false);
        }
    }

    private void TellLater() => _run.Mailbox.Post(() => End(new ConsumerEnding(ConsumerEnd.Told)));

    private void TickLater() => _run.Mailbox.Post(() => _timer.Change(Tick, Timeout.InfiniteTimeSpan));
}
