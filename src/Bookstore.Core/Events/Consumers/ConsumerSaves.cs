namespace Bookstore;

/// <summary>Stores the position of a run in slices, and renews the lease with it.</summary>
/// <param name="run">What the parts of the run share.</param>
/// <param name="lanes">Says whether the consumer is paused.</param>
/// <param name="parked">Says how many events are parked.</param>
internal sealed class ConsumerSaves(ConsumerParts run, ConsumerLanes lanes, Func<int> parked)
{
    // What comes again when a host ends: as many events as that, or those of that time.
    private const int SliceSize = 500;

    private static readonly TimeSpan SliceTime = TimeSpan.FromMilliseconds(250);

    private bool _isSaving;
    private long _savedAt = run.Host.Time.GetTimestamp();
    private bool _isStopStored;
    private bool _isMeasuring;
    private long? _measuredAt;

    /// <summary>Stores the position and renews the lease where it is time to.</summary>
    public void Save()
    {
        if (run.Lease.IsToRenew || run.Window.Passed >= SliceSize || (run.Window.Passed > 0 && run.Host.Time.GetElapsedTime(_savedAt) >= SliceTime))
        {
            Save(ending: null);
        }
    }

    /// <summary>Does so while the run ends: what is still in progress must not be begun by another host meanwhile. That no host is to run the consumer is stored first.</summary>
    public void SaveWhileEnding(ConsumerEnding ending)
    {
        var isToStop = ending.How == ConsumerEnd.Stopped && !_isStopStored;
        if (ending.How != ConsumerEnd.Lost && run.Mailbox.UnderWay > 0 && (isToStop || run.Lease.IsToRenew))
        {
            Save(isToStop ? ending : null);
        }
    }

    /// <summary>Stores how the run has ended, and lets the lease go.</summary>
    public async Task FinishAsync(ConsumerEnding ending, Exception? fault)
    {
        // Someone may have resumed it since that was stored.
        var isStopped = ending.How == ConsumerEnd.Stopped && !_isStopStored;
        if (ending.MoveTo is { } move)
        {
            await run.Writes.SubmitAsync(moment => new MoveConsumer(run.Consumer.Name, move.After) { Holder = run.Lease.Lease, IsStopped = isStopped, Error = ending.Why, ErrorAt = moment.Shown }).ConfigureAwait(false);
            return;
        }

        var error = fault is null ? ending.Why : ConsumeOutcome.Of(fault).Error;
        await run.Writes.SubmitAsync(moment => new SaveConsumer(
            run.Lease.Lease, new ConsumerProgress(run.Window.Position, parked(), lanes.IsPaused, null) { IsStopped = isStopped, Error = error, ErrorAt = moment.Shown })).ConfigureAwait(false);
    }

    private void Save(ConsumerEnding? ending)
    {
        if (_isSaving)
        {
            return;
        }

        _isSaving = true;
        run.Window.Saved();
        _savedAt = run.Host.Time.GetTimestamp();
        var (position, count, isPaused) = (run.Window.Position, parked(), lanes.IsPaused);
        DateTimeOffset until = default;
        run.Mailbox.Start(
            () => run.Writes.SubmitAsync(moment => new SaveConsumer(
                run.Lease.Lease,
                new ConsumerProgress(position, count, isPaused, until = moment.Store.Plus(run.Host.Lease)) { IsStopped = ending is not null, Error = ending?.Why, ErrorAt = moment.Shown })),
            isKept =>
            {
                _isSaving = false;
                if (isKept)
                {
                    _isStopStored |= ending is not null;
                    run.Lease.Hold(until);
                    Measure(position);
                }
                else
                {
                    run.End(new ConsumerEnding(ConsumerEnd.Lost));
                }
            });
    }

    // Apart from what renews the lease, which does not wait for it.
    private void Measure(long? position)
    {
        if (lanes.IsEnding || _isMeasuring || (_measuredAt is { } at && run.Host.Time.GetElapsedTime(at) < run.Host.Lease / 3))
        {
            return;
        }

        (_isMeasuring, _measuredAt) = (true, run.Host.Time.GetTimestamp());
        run.Mailbox.Start(
            async () =>
            {
                await run.Host.MeasureAsync(run.Consumer, run.Lease.Lease.Consumer, position).ConfigureAwait(false);
                return true;
            },
            _ => _isMeasuring = false);
    }
}
