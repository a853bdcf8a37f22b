using Bookstore.Storage;

namespace Bookstore;

/// <summary>Makes the first event of a resource that waits due, where nothing before it is tried any more.</summary>
/// <param name="lease">The lease of the consumer.</param>
/// <param name="behind">The documents of the resource's events that later ones wait for, in their order: the first of them.</param>
/// <param name="now">The store's time.</param>
internal sealed class PromoteParked(ConsumerLease lease, IReadOnlyList<Guid> behind, DateTimeOffset now) : Operation<PromotedParked?>
{
    /// <summary>How many are looked at in one commit.</summary>
    public const int MostBehind = 20;

    public override bool CanBeShed => false;

    public override int Weight => 1 + behind.Count;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(lease.DocumentId);
        foreach (var id in behind)
        {
            keys.Documents.Add(Of(id));
        }
    }

    public static DocumentId Of(Guid id) => ConsumerDocuments.ParkedEvents.IdOf(id);

    /// <summary>Stages it. One that is parked for good, or not there any more, holds nothing up.</summary>
    public static PromotedParked Promote(WorkingSet records, IReadOnlyList<Guid> behind, DateTimeOffset now)
    {
        var free = new List<Guid>();
        foreach (var id in behind)
        {
            switch (records.Documents.Find(Of(id)))
            {
                case null or { State: ConsumerDocuments.Parked }:
                    free.Add(id);
                    break;
                case { State: ConsumerDocuments.Waiting } waiting:
                    var due = waiting with { State = ConsumerDocuments.Retrying, DueAt = now };
                    records.Documents.Put(due.Id, due);
                    return new PromotedParked(free, due, MayHaveMore: false);
                default:
                    return new PromotedParked(free, null, MayHaveMore: false);
            }
        }

        return new PromotedParked(free, null, MayHaveMore: true);
    }

    protected override PromotedParked? DecideOn(WorkingSet records) => lease.FindHeld(records) is null ? null : Promote(records, behind, now);
}

/// <summary>What was found behind a parked event.</summary>
/// <param name="Free">Those that nothing has to wait for.</param>
/// <param name="Next">The one that is due now; <see langword="null"/> when none is, or one is being tried already.</param>
/// <param name="MayHaveMore">Whether all that were looked at are free, so that one behind them may wait.</param>
internal sealed record PromotedParked(IReadOnlyList<Guid> Free, DocumentRecord? Next, bool MayHaveMore)
{
    public static PromotedParked Nothing { get; } = new([], null, MayHaveMore: false);
}
