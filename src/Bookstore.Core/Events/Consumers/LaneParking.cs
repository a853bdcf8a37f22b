using Bookstore.Diagnostics;

namespace Bookstore;

/// <summary>Parks events that have failed, and those of their resources behind them, while there is room.</summary>
internal sealed class LaneParking(ConsumerParts run, ConsumerLanes lanes)
{
    // Those of one commit.
    private const int MostAtOnce = 100;

    private readonly HashSet<long> _parked = [];
    private readonly List<ConsumerLane> _roomless = [];
    private int _underWay;

    /// <summary>How many events are parked.</summary>
    public int Count => _parked.Count;

    /// <summary>Whether an event waits for room.</summary>
    public bool IsFull => _roomless.Count > 0;

    /// <summary>Notes that an event is parked.</summary>
    public void Add(long position) => _parked.Add(position);

    /// <summary>Notes that an event is parked no more.</summary>
    /// <returns>Whether that has made room, see <see cref="FindRoom"/>.</returns>
    public bool Remove(long position) => _parked.Remove(position);

    /// <summary>Parks the next events of a resource.</summary>
    public void Park(ConsumerLane lane)
    {
        var room = Math.Min(run.Consumer.MaxParked - Count - _underWay, MostAtOnce);
        if (room <= 0)
        {
            WaitForRoom(lane);
            return;
        }

        ConsumerSlot[] slots = [.. lane.Slots.Take(room)];
        var isKept = slots[0].Failure is { } failure && lanes.Failures.IsKept(failure, tries: 1);
        if (isKept)
        {
            slots = [slots[0]];
        }

        lane.IsBusy = true;
        _underWay += slots.Length;
        run.Mailbox.Start(
            () => run.Writes.SubmitAsync(moment => new ParkEvents(run.Lease.Lease, [.. slots.Select(slot => ToPark(slot, moment.Store))], moment.Shown)),
            parked => EndPark(lane, slots, isKept, parked));
    }

    /// <summary>Continues with the resources that wait for room.</summary>
    public void FindRoom()
    {
        ConsumerLane[] waiting = [.. _roomless];
        _roomless.Clear();
        foreach (var lane in waiting)
        {
            lanes.Step(lane);
        }
    }

    private void WaitForRoom(ConsumerLane lane)
    {
        if (_roomless.Count == 0)
        {
            Log.ConsumerPaused(run.Host.Logger, run.Consumer.Name, Count);
        }

        if (!_roomless.Contains(lane))
        {
            _roomless.Add(lane);
        }
    }

    private EventToPark ToPark(ConsumerSlot slot, DateTimeOffset now) => slot.Failure switch
    {
        null => new EventToPark(slot.Event, ConsumerDocuments.Waiting, 0, null, null),
        { } failure when lanes.Failures.IsKept(failure, tries: 1) => new EventToPark(slot.Event, ConsumerDocuments.Parked, 1, null, failure.Error),
        { } failure => new EventToPark(slot.Event, ConsumerDocuments.Retrying, 1, lanes.Failures.DueAt(slot.Event.Id, failure, 1, now), failure.Error),
    };

    private void EndPark(ConsumerLane lane, ConsumerSlot[] slots, bool isKept, ParkedPositions? parked)
    {
        lane.IsBusy = false;
        _underWay -= slots.Length;
        if (parked is null)
        {
            lanes.Lose();
            return;
        }

        foreach (var slot in slots)
        {
            Add(slot.Event.Position);
            slot.IsDone = true;
            lane.Slots.Dequeue();
            if (!isKept && !parked.Free.Contains(slot.Event.Position))
            {
                lane.Blocking.Add(slot.Event.Position);
            }

            if (slot.Failure is { } failure)
            {
                lanes.Failures.Log(slot.Event.Position, 1, failure, isKept);
            }
        }

        lanes.Step(lane);
    }
}
