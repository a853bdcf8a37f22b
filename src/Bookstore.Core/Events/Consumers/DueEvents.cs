using Bookstore.Diagnostics;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Parked events whose time has come: each is tried once for each time that it is due, and the outcome is recorded.</summary>
internal sealed class DueEvents(ConsumerParts run, ConsumerLanes lanes, LaneParking parking)
{
    private readonly HashSet<Guid> _trying = [];
    private HashSet<Guid>? _settled;

    /// <summary>How many are being tried, or wait for that.</summary>
    public int Count => _trying.Count;

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
                Add(document);
            }
        }
    }

    /// <summary>Takes a parked event whose time has come, unless it has it.</summary>
    public void Add(DocumentRecord document)
    {
        if (_trying.Contains(document.Id.Id) || Read(document) is not { } due)
        {
            return;
        }

        _trying.Add(due.Id);
        var lane = lanes.LaneOf(due.Body.Resource);
        if (due.State != ConsumerDocuments.Parked)
        {
            lane.Blocking.Add(due.Body.Position);
        }

        lane.Due.Enqueue(due);
        lanes.Step(lane);
    }

    /// <summary>Reads a parked event. A row that cannot be read keeps none of the others from being tried.</summary>
    public DueEvent? Read(DocumentRecord document)
    {
        try
        {
            return DueEvent.Of(document);
        }
        catch (BookstoreStoreException fault)
        {
            Log.ParkedEventUnreadable(run.Host.Logger, run.Consumer.Name, ConsumerDocuments.PositionOf(document.Id.Id), fault);
            return null;
        }
    }

    /// <summary>Removes an event that a person has discarded.</summary>
    public void Drop(ConsumerLane lane, DueEvent due) => Settle(lane, due, ConsumeOutcome.Done);

    /// <summary>Records the outcome of a try.</summary>
    public void Settle(ConsumerLane lane, DueEvent due, ConsumeOutcome outcome)
    {
        var tried = due.Body.Attempts + 1;
        var isDone = outcome.Kind == ConsumeOutcomeKind.Done;
        var isKept = !isDone && (due.State == ConsumerDocuments.Parked || lanes.Failures.IsKept(outcome, tried));
        Guid[] behind = due.State == ConsumerDocuments.Parked ? [] : [.. lane.BlockingBut(due.Body.Position).Select(position => ConsumerDocuments.ParkedIdOf(run.Lease.Lease.Consumer, position))];
        lane.IsBusy = true;
        run.Mailbox.Start(
            () => run.Writes.SubmitAsync(moment => new SettleParked(
                run.Lease.Lease,
                new ParkedSettlement(
                    due.Id,
                    isKept ? ConsumerDocuments.Parked : ConsumerDocuments.Retrying,
                    tried,
                    isDone || isKept ? null : lanes.Failures.DueAt(due.Body.EventId, outcome, tried, moment.Store),
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
            lanes.Lose();
            return;
        }

        _settled?.Add(due.Id);
        var isDone = outcome.Kind == ConsumeOutcomeKind.Done;
        if (isDone || isKept || !settled.WasThere)
        {
            lane.Blocking.Remove(due.Body.Position);
        }

        if (isDone && settled.WasThere)
        {
            lanes.CountDone();
            Log.ParkedEventDone(run.Host.Logger, run.Consumer.Name, due.Body.Position, due.Body.Attempts + 1);
        }
        else if (!isDone)
        {
            lanes.Failures.Log(due.Body.Position, due.Body.Attempts + 1, outcome, isKept);
        }

        var hasRoom = (isDone || !settled.WasThere) && parking.Remove(due.Body.Position);
        lanes.Orphans.EndPromote(lane, settled.Promoted);
        if (hasRoom)
        {
            parking.FindRoom();
        }
    }
}
