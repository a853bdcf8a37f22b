using Bookstore.Storage;

namespace Bookstore;

/// <summary>Deals with the events of a run: those of one resource one after the other, those of different resources at the same time. Used by the run's loop alone.</summary>
/// <remarks>An event that fails is parked, and later ones of its resource are parked behind it. When there is no room for that they stay in the window, which then fills up, so that the consumer pauses.</remarks>
internal sealed class ConsumerLanes
{
    private readonly Dictionary<string, ConsumerLane> _lanes = new(StringComparer.Ordinal);
    private readonly ConsumerLine _line = new();
    private readonly ConsumerParts _run;
    private readonly ConsumerTry _tries;
    private readonly LaneParking _parking;
    private int _running;

    public ConsumerLanes(ConsumerParts run, ConsumerTry tries)
    {
        (_run, _tries) = (run, tries);
        Failures = new ConsumerFailures(run);
        _parking = new LaneParking(run, this);
        Orphans = new LaneOrphans(run, this);
        Due = new DueEvents(run, this, _parking);
    }

    /// <summary>Parked events whose time has come.</summary>
    public DueEvents Due { get; }

    /// <summary>Resources whose parked events may all be waiting.</summary>
    public LaneOrphans Orphans { get; }

    public ConsumerFailures Failures { get; }

    /// <summary>All resources that have something at hand.</summary>
    public IReadOnlyCollection<ConsumerLane> All => _lanes.Values;

    /// <summary>How many events are parked.</summary>
    public int Parked => _parking.Count;

    /// <summary>How many events were dealt with.</summary>
    public int Done { get; private set; }

    /// <summary>How many tries were made.</summary>
    public int Tried { get; private set; }

    /// <summary>Whether an event waits for room to be parked.</summary>
    public bool IsPaused => _parking.IsFull;

    /// <summary>Whether nothing new is begun.</summary>
    public bool IsEnding { get; set; }

    // A try begins only while this host has the lease for certain.
    private bool HasLease => _run.Host.Clock.FreshMoment is { } moment && _run.Lease.AllowsTries(moment.Store);

    /// <summary>Takes an event that was read from the feed.</summary>
    public void Add(ConsumerSlot slot)
    {
        var lane = LaneOf(slot.Event.Resource);
        lane.Slots.Enqueue(slot);
        Step(lane);
    }

    /// <summary>Takes note of an event that is parked already.</summary>
    public void AddParked(DocumentRecord document)
    {
        _parking.Add(ConsumerDocuments.PositionOf(document.Id.Id));
        if (document.State != ConsumerDocuments.Parked && Due.Read(document) is { } read)
        {
            var lane = LaneOf(read.Body.Resource);
            lane.Blocking.Add(read.Body.Position);
            lane.HasRetrying |= document.State == ConsumerDocuments.Retrying;
        }
    }

    /// <summary>Begins the tries that may be in progress at a time.</summary>
    public void Begin()
    {
        while (!IsEnding && _running < _run.Consumer.Concurrency && _line.Count > 0 && HasLease && _line.TryTake(out var lane))
        {
            lane.IsInLine = false;
            if (lane.Due.TryPeek(out var due) && due.Body.IsDiscarded)
            {
                Due.Drop(lane, lane.Due.Dequeue());
                continue;
            }

            lane.IsBusy = true;
            _running++;
            Tried++;
            if (due is not null)
            {
                _run.Mailbox.Start(() => _tries.RunAsync(due.Body.ToEvent(), due.Body.Attempts + 1), outcome => EndTry(lane, outcome, outcome => Due.Settle(lane, lane.Due.Dequeue(), outcome)));
            }
            else
            {
                var slot = lane.Slots.Peek();
                _run.Mailbox.Start(() => _tries.RunAsync(slot.Event, 1), outcome => EndTry(lane, outcome, outcome => Note(lane, slot, outcome)));
            }
        }
    }

    /// <summary>Continues with a resource, unless one of its events is being handled.</summary>
    public void Step(ConsumerLane lane)
    {
        if (lane.IsBusy || lane.IsInLine || IsEnding)
        {
            return;
        }

        if (lane.IsOrphan && lane.Blocking.Count > 0)
        {
            Orphans.Promote(lane);
        }
        else if (lane.Due.Count == 0 && lane.Slots.TryPeek(out var slot) && (slot.Failure is not null || lane.Blocking.Count > 0))
        {
            _parking.Park(lane);
        }
        else if (lane.Due.Count > 0 || lane.Slots.Count > 0)
        {
            lane.IsInLine = true;
            _line.Add(lane);
            Begin();
        }
        else if (lane.IsEmpty)
        {
            _lanes.Remove(lane.Resource);
        }
    }

    public ConsumerLane LaneOf(string resource) => _lanes.TryGetValue(resource, out var lane) ? lane : _lanes[resource] = new ConsumerLane(resource);

    /// <summary>Notes that an event was dealt with.</summary>
    public void CountDone() => Done++;

    /// <summary>Ends the run because another host has the consumer.</summary>
    public void Lose() => _run.End(new ConsumerEnding(ConsumerEnd.Lost));

    private void EndTry(ConsumerLane lane, ConsumeOutcome? outcome, Action<ConsumeOutcome> then)
    {
        _running--;
        lane.IsBusy = false;

        // What a run that ends has asked to end has not failed.
        if (outcome is not { } ended || (IsEnding && ended.Kind != ConsumeOutcomeKind.Done))
        {
            return;
        }

        switch (ended.Kind)
        {
            case ConsumeOutcomeKind.Stop:
                _run.End(new ConsumerEnding(ConsumerEnd.Stopped, ended.Error ?? "The consumer stopped by itself."));
                return;
            case ConsumeOutcomeKind.NotBegun:
                Failures.LogNotBegun();
                TryAgain(lane);
                return;
            case ConsumeOutcomeKind.Waited:
                Step(lane);
                return;
            default:
                _run.Host.Context.Metrics.CountConsumed(_run.Consumer.MetricName ?? _run.Consumer.Name, ended.Name);
                then(ended);
                Begin();
                return;
        }
    }

    // Its time-out has passed meanwhile. A run that ends by itself leaves it to the next one.
    private void TryAgain(ConsumerLane lane)
    {
        if (!_run.IsUntilIdle)
        {
            Step(lane);
        }
    }

    private void Note(ConsumerLane lane, ConsumerSlot slot, ConsumeOutcome outcome)
    {
        if (outcome.Kind == ConsumeOutcomeKind.Done)
        {
            Done++;
            slot.IsDone = true;
            lane.Slots.Dequeue();
        }
        else
        {
            slot.Failure = outcome;
        }

        Step(lane);
    }
}
