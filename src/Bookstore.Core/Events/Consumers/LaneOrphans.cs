namespace Bookstore;

/// <summary>Resources whose parked events all wait, for none that is tried: the first event of each is made due. Nothing else makes it due.</summary>
internal sealed class LaneOrphans(ConsumerParts run, ConsumerLanes lanes)
{
    private readonly Queue<ConsumerLane> _orphans = [];

    /// <summary>Finds them, and begins with the first one.</summary>
    public void Promote()
    {
        foreach (var lane in lanes.All)
        {
            if (lane.Blocking.Count > 0 && !lane.HasRetrying)
            {
                lane.IsOrphan = true;
                _orphans.Enqueue(lane);
            }
        }

        StepNext();
    }

    /// <summary>Has the first event of a resource tried that waits.</summary>
    public void Promote(ConsumerLane lane)
    {
        (lane.IsOrphan, lane.IsBusy) = (false, true);
        Guid[] behind = [.. lane.BlockingBut(0).Select(position => ConsumerDocuments.ParkedIdOf(run.Lease.Lease.Consumer, position))];
        run.Mailbox.Start(
            () => run.Writes.SubmitAsync(moment => new PromoteParked(run.Lease.Lease, behind, moment.Store)),
            promoted =>
            {
                lane.IsBusy = false;
                if (promoted is null)
                {
                    lanes.Lose();
                    return;
                }

                EndPromote(lane, promoted);
                StepNext();
            });
    }

    /// <summary>Takes what was found behind an event that nothing waits for any more.</summary>
    public void EndPromote(ConsumerLane lane, PromotedParked promoted)
    {
        foreach (var free in promoted.Free)
        {
            lane.Blocking.Remove(ConsumerDocuments.PositionOf(free));
        }

        if (promoted.Next is { } next)
        {
            lanes.Due.Add(next);
        }

        lane.IsOrphan |= promoted.MayHaveMore && promoted.Free.Count > 0;
        lanes.Step(lane);
    }

    // One after the other: there may be as many as there are parked events. One that is busy sees to it itself.
    private void StepNext()
    {
        while (_orphans.TryDequeue(out var lane))
        {
            if (lane is { IsOrphan: true, IsBusy: false, IsInLine: false })
            {
                lanes.Step(lane);
                return;
            }
        }
    }
}
