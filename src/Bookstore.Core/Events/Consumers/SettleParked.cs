using Bookstore.Storage;

namespace Bookstore;

/// <summary>Records what became of a try of a parked event. When its resource need not wait for it any more, the next event of the resource is due in the same commit.</summary>
/// <param name="lease">The lease of the consumer.</param>
/// <param name="settlement">What became of it.</param>
/// <param name="moment">This moment.</param>
internal sealed class SettleParked(ConsumerLease lease, ParkedSettlement settlement, Moment moment) : Operation<SettledParked?>
{
    public override bool CanBeShed => false;

    public override int Weight => 3;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(lease.DocumentId);
        keys.Documents.Add(Of(settlement.Id));
        if (settlement.Next is { } next)
        {
            keys.Documents.Add(Of(next));
        }
    }

    protected override SettledParked? DecideOn(WorkingSet records)
    {
        if (lease.FindHeld(records) is not { } consumer)
        {
            return null;
        }

        var stored = records.Documents.Find(Of(settlement.Id));
        if (stored is not null && settlement.Error is null)
        {
            records.Documents.Remove(stored.Id);
        }
        else if (stored is not null)
        {
            var body = ConsumerDocuments.ParkedEvents.Read(stored) with { Attempts = settlement.Attempts, Error = settlement.Error };
            records.Documents.Put(stored.Id, ConsumerDocuments.ParkedEvents.Write(settlement.Id, body, stored) with { State = settlement.State, DueAt = settlement.DueAt });
            lease.Put(records, consumer with { LastError = settlement.Error, LastErrorAt = moment.Shown });
        }

        return new SettledParked(Promote(records));
    }

    private static DocumentId Of(Guid id) => ConsumerDocuments.ParkedEvents.IdOf(id);

    private DocumentRecord? Promote(WorkingSet records)
    {
        if (settlement.Next is not { } next || records.Documents.Find(Of(next)) is not { State: ConsumerDocuments.Waiting } waiting)
        {
            return null;
        }

        var due = waiting with { State = ConsumerDocuments.Retrying, DueAt = moment.Store };
        records.Documents.Put(due.Id, due);
        return due;
    }
}

/// <summary>What became of a try of a parked event.</summary>
/// <param name="Id">The event's document.</param>
/// <param name="State">Its state from now on.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">When it is tried again; <see langword="null"/> for not by itself.</param>
/// <param name="Error">What went wrong; <see langword="null"/> when it is dealt with, so that the document is removed.</param>
/// <param name="Next">The document of the next event of the resource, which needs to wait no longer.</param>
internal sealed record ParkedSettlement(Guid Id, int State, int Attempts, DateTimeOffset? DueAt, string? Error, Guid? Next);

/// <summary>What was recorded.</summary>
/// <param name="Next">The next event of the resource, now due.</param>
internal sealed record SettledParked(DocumentRecord? Next);
