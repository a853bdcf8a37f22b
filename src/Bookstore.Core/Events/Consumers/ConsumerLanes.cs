using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Deals with the events of a run: those of one resource one after the other, those of different resources at the same time. Used by the run's loop alone.</summary>
/// <remarks>An event that fails is parked, and later ones of its resource are parked behind it. When there is no room for that they stay in the window, which then fills up, so that the consumer pauses.</remarks>
internal sealed class ConsumerLanes(EventConsumer consumer, ConsumerLease lease, ConsumerMailbox mailbox, ConsumerWrites writes, ConsumerTry tries, ILogger logger, string? shop)
{
    // Those of one commit.
    private const int MostParkedAtOnce = 100;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private readonly Dictionary<string, ConsumerLane> _lanes = new(StringComparer.Ordinal);
    private readonly ConsumerLine _line = new();
    private readonly List<ConsumerLane> _roomless = [];
    private readonly HashSet<Guid> _trying = [];
    private readonly HashSet<long> _parked = [];
    private readonly Queue<ConsumerLane> _orphans = [];
    private HashSet<Guid>? _settled;
    private int _running;
    private int _parking;

    /// <summary>How many events are parked.</summary>
    public int Parked => _parked.Count;

    /// <summary>How many events were dealt with.</summary>
    public int Done { get; private set; }

    /// <summary>How many tries were made.</summary>
    public int Tried { get; private set; }

    /// <summary>Whether an event waits for room to be parked.</summary>
    public bool IsPaused => _roomless.Count > 0;

    /// <summary>How many parked events are being tried, or wait for that.</summary>
    public int Trying => _trying.Count;

    /// <summary>Whether nothing new is begun.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Whether this host has the lease still, so that a try may begin.</summary>
    public required Func<bool> HasLease { get; init; }

    /// <summary>Called when the run must end: with the reason when the consumer is to stop, without one when the lease is lost.</summary>
    public required Action<string?> End { get; init; }

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
        _parked.Add(ConsumerDocuments.PositionOf(document.Id.Id));
        if (document.State != ConsumerDocuments.Parked && Read(document) is { } read)
        {
            var lane = LaneOf(read.Body.Resource);
            lane.Blocking.Add(read.Body.Position);
            lane.HasRetrying |= document.State == ConsumerDocuments.Retrying;
        }
    }

    /// <summary>Has the first event of each resource tried whose events wait for none that is. Nobody else would.</summary>
    public void PromoteOrphans()
    {
        foreach (var lane in _lanes.Values)
        {
            if (lane.Blocking.Count > 0 && !lane.HasRetrying)
            {
                lane.IsOrphan = true;
                _orphans.Enqueue(lane);
            }
        }

        StepOrphan();
    }

    /// <summary>Notes that a look for due events has begun: what is settled before its end may be in it as it was before.</summary>
    public void BeginLook() => _settled = [];

    /// <summary>Takes what a look has found.</summary>
    public void EndLook(IEnumerable<DocumentRecord> found)
    {
        var settled = _settled;
        _settled = null;
        foreach (var document in found)
        {
            if (settled?.Contains(document.Id.Id) != true)
            {
                AddDue(document);
            }
        }
    }

    /// <summary>Begins the tries that may be under way at a time.</summary>
    public void Begin()
    {
        while (!IsEnding && _running < consumer.Concurrency && _line.Count > 0 && HasLease() && _line.TryTake(out var lane))
        {
            (lane.IsInLine, lane.IsBusy) = (false, true);
            _running++;
            Tried++;
            if (lane.Due.TryDequeue(out var due))
            {
                mailbox.Start(() => tries.RunAsync(due.Body.ToEvent(), due.Body.Attempts + 1), outcome => EndTry(lane, outcome, () => Settle(lane, due, outcome!.Value)));
            }
            else
            {
                var slot = lane.Slots.Peek();
                mailbox.Start(() => tries.RunAsync(slot.Event, 1), outcome => EndTry(lane, outcome, () => Note(lane, slot, outcome!.Value)));
            }
        }
    }

    // Takes a parked event whose time has come, unless it has it.
    private void AddDue(DocumentRecord document)
    {
        if (_trying.Contains(document.Id.Id) || Read(document) is not { } due)
        {
            return;
        }

        _trying.Add(due.Id);
        var lane = LaneOf(due.Body.Resource);
        if (due.State != ConsumerDocuments.Parked)
        {
            lane.Blocking.Add(due.Body.Position);
        }

        lane.Due.Enqueue(due);
        Step(lane);
    }

    // A row that cannot be read keeps none of the others from being tried.
    private DueEvent? Read(DocumentRecord document)
    {
        try
        {
            return DueEvent.Of(document);
        }
        catch (BookstoreStoreException fault)
        {
            Log.ParkedEventUnreadable(logger, consumer.Name, ConsumerDocuments.PositionOf(document.Id.Id), fault);
            return null;
        }
    }

    // One after the other: there may be as many as there are parked events. One that is busy sees to it itself.
    private void StepOrphan()
    {
        while (_orphans.TryDequeue(out var lane))
        {
            if (lane is { IsOrphan: true, IsBusy: false, IsInLine: false })
            {
                Step(lane);
                return;
            }
        }
    }

    private void Promote(ConsumerLane lane)
    {
        (lane.IsOrphan, lane.IsBusy) = (false, true);
        Guid[] behind = [.. lane.BlockingBut(0).Select(IdOf)];
        mailbox.Start(
            () => writes.SubmitAsync(moment => new PromoteParked(lease, behind, moment.Store)),
            promoted =>
            {
                lane.IsBusy = false;
                if (promoted is null)
                {
                    End(null);
                    return;
                }

                EndPromote(lane, promoted);
                StepOrphan();
            });
    }

    private void EndPromote(ConsumerLane lane, PromotedParked promoted)
    {
        foreach (var free in promoted.Free)
        {
            lane.Blocking.Remove(ConsumerDocuments.PositionOf(free));
        }

        if (promoted.Next is { } next)
        {
            AddDue(next);
        }

        lane.IsOrphan |= promoted.MayHaveMore && promoted.Free.Count > 0;
        Step(lane);
    }

    private Guid IdOf(long position) => ConsumerDocuments.ParkedIdOf(lease.Consumer, position);

    private ConsumerLane LaneOf(string resource) => _lanes.TryGetValue(resource, out var lane) ? lane : _lanes[resource] = new ConsumerLane(resource);

    private void Step(ConsumerLane lane)
    {
        if (lane.IsBusy || lane.IsInLine || IsEnding)
        {
            return;
        }

        if (lane.IsOrphan && lane.Blocking.Count > 0)
        {
            Promote(lane);
        }
        else if (lane.Due.Count == 0 && lane.Slots.TryPeek(out var slot) && (slot.Failure is not null || lane.Blocking.Count > 0))
        {
            Park(lane);
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

    private void EndTry(ConsumerLane lane, ConsumeOutcome? outcome, Action then)
    {
        _running--;
        lane.IsBusy = false;

        // What a run that ends has asked to end has not failed.
        if (outcome is not { } ended || (IsEnding && ended.Kind != ConsumeOutcomeKind.Done))
        {
            return;
        }

        if (ended.Kind == ConsumeOutcomeKind.Stop)
        {
            End(ended.Error ?? "The consumer stopped by itself.");
            return;
        }

        BookstoreMetrics.CountConsumed(shop, consumer.MetricName ?? consumer.Name, ended.Name);
        then();
        Begin();
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

    private void Park(ConsumerLane lane)
    {
        var room = Math.Min(consumer.MaxParked - Parked - _parking, MostParkedAtOnce);
        if (room <= 0)
        {
            WaitForRoom(lane);
            return;
        }

        ConsumerSlot[] slots = [.. lane.Slots.Take(room)];
        var isKept = slots[0].Failure is { } failure && IsKept(failure, tries: 1);
        if (isKept)
        {
            slots = [slots[0]];
        }

        lane.IsBusy = true;
        _parking += slots.Length;
        mailbox.Start(
            () => writes.SubmitAsync(moment => new ParkEvents(lease, [.. slots.Select(slot => ToPark(slot, moment.Store))], moment.Shown)),
            parked => EndPark(lane, slots, isKept, parked));
    }

    private void WaitForRoom(ConsumerLane lane)
    {
        if (_roomless.Count == 0)
        {
            Log.ConsumerPaused(logger, consumer.Name, Parked);
        }

        if (!_roomless.Contains(lane))
        {
            _roomless.Add(lane);
        }
    }

    private EventToPark ToPark(ConsumerSlot slot, DateTimeOffset now) => slot.Failure switch
    {
        null => new EventToPark(slot.Event, ConsumerDocuments.Waiting, 0, null, null),
        { } failure when IsKept(failure, tries: 1) => new EventToPark(slot.Event, ConsumerDocuments.Parked, 1, null, failure.Error),
        { } failure => new EventToPark(slot.Event, ConsumerDocuments.Retrying, 1, DueAt(slot.Event.Id, failure, 1, now), failure.Error),
    };

    private void EndPark(ConsumerLane lane, ConsumerSlot[] slots, bool isKept, ParkedPositions? parked)
    {
        lane.IsBusy = false;
        _parking -= slots.Length;
        if (parked is null)
        {
            End(null);
            return;
        }

        foreach (var slot in slots)
        {
            _parked.Add(slot.Event.Position);
            slot.IsDone = true;
            lane.Slots.Dequeue();
            if (!isKept && !parked.Free.Contains(slot.Event.Position))
            {
                lane.Blocking.Add(slot.Event.Position);
            }

            if (slot.Failure is { } failure)
            {
                LogFailure(slot.Event.Position, 1, failure, isKept);
            }
        }

        Step(lane);
    }

    private void Settle(ConsumerLane lane, DueEvent due, ConsumeOutcome outcome)
    {
        var tried = due.Body.Attempts + 1;
        var isDone = outcome.Kind == ConsumeOutcomeKind.Done;
        var isKept = !isDone && (due.State == ConsumerDocuments.Parked || IsKept(outcome, tried));
        Guid[] behind = due.State == ConsumerDocuments.Parked ? [] : [.. lane.BlockingBut(due.Body.Position).Select(IdOf)];
        lane.IsBusy = true;
        mailbox.Start(
            () => writes.SubmitAsync(moment => new SettleParked(
                lease,
                new ParkedSettlement(
                    due.Id,
                    isKept ? ConsumerDocuments.Parked : ConsumerDocuments.Retrying,
                    tried,
                    isDone || isKept ? null : DueAt(due.Body.EventId, outcome, tried, moment.Store),
                    outcome.Error,
                    isDone || isKept,
                    behind),
                moment)),
            settled => EndSettle(lane, due, outcome, isKept, settled));
    }

    private void EndSettle(ConsumerLane lane, DueEvent due, ConsumeOutcome outcome, bool isKept, SettledParked? settled)
    {
        lane.IsBusy = false;
        _trying.Remove(due.Id);
        if (settled is null)
        {
            End(null);
            return;
        }

        _settled?.Add(due.Id);
        if (outcome.Kind == ConsumeOutcomeKind.Done || isKept || !settled.WasThere)
        {
            lane.Blocking.Remove(due.Body.Position);
        }

        if (outcome.Kind == ConsumeOutcomeKind.Done)
        {
            Done++;
            Log.ParkedEventDone(logger, consumer.Name, due.Body.Position, due.Body.Attempts + 1);
        }
        else
        {
            LogFailure(due.Body.Position, due.Body.Attempts + 1, outcome, isKept);
        }

        var hasRoom = (outcome.Kind == ConsumeOutcomeKind.Done || !settled.WasThere) && _parked.Remove(due.Body.Position);
        EndPromote(lane, settled.Promoted);
        if (hasRoom)
        {
            FindRoom();
        }
    }

    private void FindRoom()
    {
        ConsumerLane[] lanes = [.. _roomless];
        _roomless.Clear();
        foreach (var lane in lanes)
        {
            Step(lane);
        }
    }

    private bool IsKept(ConsumeOutcome outcome, int tries) => outcome.Kind == ConsumeOutcomeKind.Parked || tries >= consumer.ParkAfter;

    private DateTimeOffset DueAt(Guid eventId, ConsumeOutcome outcome, int tries, DateTimeOffset now)
    {
        var pause = consumer.RetryAfter(tries) * RetryJitter.Of(eventId, tries);
        var asked = outcome.RetryAfter is { } after && after > pause ? after : pause;
        return now.Plus(asked < LongestRetryAfter ? asked : LongestRetryAfter);
    }

    private void LogFailure(long position, int tries, ConsumeOutcome outcome, bool isKept)
    {
        if (isKept)
        {
            Log.EventParked(logger, consumer.Name, position, tries, outcome.Error);
        }
        else
        {
            Log.EventFailed(logger, consumer.Name, position, tries, outcome.Error);
        }
    }
}
