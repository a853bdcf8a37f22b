using Bookstore.Storage;

namespace Bookstore;

/// <summary>Records the outcome of a try of a parked event. When its resource need not wait for it any more, the next event of the resource is due in the same commit.</summary>
/// <param name="lease">The lease of the consumer.</param>
/// <param name="settlement">The outcome.</param>
/// <param name="moment">This moment.</param>
internal sealed class SettleParked(ConsumerLease lease, ParkedSettlement settlement, Moment moment) : Operation<SettledParked?>
{
    public override bool CanBeShed => false;

    public override int Weight => 2 + settlement.Behind.Count;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(lease.DocumentId);
        keys.Documents.Add(PromoteParked.Of(settlement.Id));
        foreach (var behind in settlement.Behind)
        {
            keys.Documents.Add(PromoteParked.Of(behind));
        }
    }

    protected override SettledParked? DecideOn(WorkingSet records)
    {
        if (lease.FindHeld(records) is not { } consumer)
        {
            return null;
        }

        // What is not there any more delays nothing, also when its try failed.
        var stored = records.Documents.Find(PromoteParked.Of(settlement.Id));
        var body = stored is null ? null : ConsumerDocuments.ParkedEvents.Read(stored);
        if (body is { IsDiscarded: true })
        {
            // Discarded while it was tried: whatever the try said, nothing is left of it.
            records.Documents.Remove(stored!.Id);
            stored = null;
        }
        else if (body is not null && settlement.Error is null)
        {
            records.Documents.Remove(stored!.Id);
        }
        else if (body is not null)
        {
            body = body with { Attempts = settlement.Attempts, Error = settlement.Error };
            records.Documents.Put(stored!.Id, ConsumerDocuments.ParkedEvents.Write(settlement.Id, body, stored) with { State = settlement.State, DueAt = settlement.DueAt });
            lease.Put(records, consumer with { LastError = settlement.Error, LastErrorAt = moment.Shown });
        }

        var isFree = stored is null || settlement.IsFree;
        return new SettledParked(stored is not null, isFree ? PromoteParked.Promote(records, settlement.Behind, moment.Store) : PromotedParked.Nothing);
    }
}

/// <summary>The outcome of a try of a parked event.</summary>
/// <param name="Id">The event's document.</param>
/// <param name="State">Its state from now on.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="DueAt">When it is tried again; <see langword="null"/> for not by itself.</param>
/// <param name="Error">What went wrong; <see langword="null"/> when it is dealt with, so that the document is removed.</param>
/// <param name="IsFree">Whether later events of the resource need to wait for it no longer.</param>
/// <param name="Behind">The documents of those that wait behind it, in their order: the first of them.</param>
internal sealed record ParkedSettlement(Guid Id, int State, int Attempts, DateTimeOffset? DueAt, string? Error, bool IsFree, IReadOnlyList<Guid> Behind);

/// <summary>What was recorded.</summary>
/// <param name="WasThere">Whether the event was still parked, and not discarded.</param>
/// <param name="Promoted">What is done with those behind it.</param>
internal sealed record SettledParked(bool WasThere, PromotedParked Promoted);
