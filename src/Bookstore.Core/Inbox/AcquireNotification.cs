using Bookstore.Storage;

namespace Bookstore;

/// <summary>Acquires an entry that is due. The incremented fence drops the result of the host that had it before.</summary>
/// <param name="due">The entry as it was listed.</param>
/// <param name="now">The time of the round, at which it must be due.</param>
/// <param name="until">The end of the lease.</param>
/// <param name="heldFence">The fence of a lease of this host under which no call was made, due or not.</param>
internal sealed class AcquireNotification(InboxRecord due, DateTimeOffset now, DateTimeOffset until, int? heldFence) : Operation<InboxRecord?>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(due.Document.Id);

    protected override InboxRecord? DecideOn(WorkingSet records)
    {
        if (records.Documents.Find(due.Document.Id) is not { } document)
        {
            return null;
        }

        var current = InboxDocuments.Read(document);
        if (heldFence is { } held ? current.Body.Fence != held : !(current.Document.DueAt <= now))
        {
            return null;
        }

        var next = current.With(current.Body with { Fence = current.Body.Fence + 1 }, current.State, until);
        records.Documents.Put(document.Id, next.Document);
        return next;
    }
}
