using Bookstore.Storage;

namespace Bookstore;

/// <summary>Acquires a refund that is due for one call to its gateway. The incremented fence drops the result of the host that had it before.</summary>
/// <param name="due">The refund as it was listed.</param>
/// <param name="holder">The host.</param>
/// <param name="now">The time of the round, at which it must be due.</param>
/// <param name="until">The end of the lease.</param>
/// <param name="heldFence">The fence of a lease of this host under which no call was made, due or not.</param>
internal sealed class AcquireRefund(RefundRecord due, Guid holder, DateTimeOffset now, DateTimeOffset until, int? heldFence) : Operation<RefundRecord?>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(RefundDocuments.Kind.IdOf(due.Refund.Id));

    protected override RefundRecord? DecideOn(WorkingSet records)
    {
        var id = RefundDocuments.Kind.IdOf(due.Refund.Id);
        if (records.Documents.Find(id) is not { DueAt: not null } document || RefundDocuments.Read(document) is not { Refund.Status: RefundStatus.Pending } current)
        {
            return null;
        }

        if (heldFence is { } held ? current.Fence != held : current.DueAt > now)
        {
            return null;
        }

        var next = current with { Fence = current.Fence + 1, LeaseHolder = holder, DueAt = until };
        var written = RefundDocuments.Write(next);
        records.Documents.Put(id, written);
        return next with { Document = written };
    }
}
