using Bookstore.Storage;

namespace Bookstore;

/// <summary>Parks events of one resource in the order of the feed. From then on the consumer's position may pass them.</summary>
/// <param name="lease">The lease of the consumer.</param>
/// <param name="events">The events.</param>
/// <param name="now">By the host's clock, for people.</param>
internal sealed class ParkEvents(ConsumerLease lease, IReadOnlyList<EventToPark> events, DateTimeOffset now) : Operation<ParkedPositions?>
{
    public override bool CanBeShed => false;

    public override int Weight => events.Count + 1;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(lease.DocumentId);
        foreach (var parked in events)
        {
            keys.Documents.Add(IdOf(parked));
        }
    }

    protected override ParkedPositions? DecideOn(WorkingSet records)
    {
        if (lease.FindHeld(records) is not { } consumer)
        {
            return null;
        }

        var free = new List<long>();
        foreach (var parked in events)
        {
            var before = records.Documents.Find(IdOf(parked));

            // Of a feed that is read again, what waits already continues to wait.
            if (before is not null && parked.State == ConsumerDocuments.Waiting)
            {
                if (before.State == ConsumerDocuments.Parked)
                {
                    free.Add(parked.Event.Position);
                }

                continue;
            }

            var known = before is null ? null : ConsumerDocuments.ParkedEvents.Read(before);
            var body = ParkedEventBody.Of(parked.Event) with { Attempts = parked.Attempts, Error = parked.Error, ParkedAt = known?.ParkedAt ?? now, IsDiscarded = known?.IsDiscarded ?? false };
            var id = IdOf(parked);
            records.Documents.Put(id, ConsumerDocuments.ParkedEvents.Write(id.Id, body, before) with
            {
                OwnerId = lease.Consumer,
                UniqueKey = ConsumerDocuments.ParkedKeyOf(lease.Consumer, parked.Event.Id),
                State = parked.State,
                DueAt = parked.DueAt,
            });
            if (parked.Error is not null)
            {
                lease.Put(records, consumer with { LastError = parked.Error, LastErrorAt = now });
            }
        }

        return new ParkedPositions(free);
    }

    private DocumentId IdOf(EventToPark parked) => ConsumerDocuments.ParkedEvents.IdOf(ConsumerDocuments.ParkedIdOf(lease.Consumer, parked.Event.Position));
}

/// <summary>What was parked.</summary>
/// <param name="Free">The positions that are parked for good already, so that nothing waits for them.</param>
internal sealed record ParkedPositions(IReadOnlyList<long> Free);

/// <summary>An event to be parked.</summary>
/// <param name="Event">The event.</param>
/// <param name="State">One of the states of <see cref="ConsumerDocuments"/>.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">When it is tried again, in the store's time; <see langword="null"/> for not by itself.</param>
/// <param name="Error">What went wrong.</param>
internal sealed record EventToPark(BookstoreEvent Event, int State, int Attempts, DateTimeOffset? DueAt, string? Error);
