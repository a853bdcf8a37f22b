using Bookstore.Storage;

namespace Bookstore;

/// <summary>Records what became of an entry. A result under an older fence changes nothing.</summary>
/// <param name="worked">The entry as it was acquired.</param>
/// <param name="next">The entry as it is to be.</param>
internal sealed class RecordNotification(InboxRecord worked, InboxRecord next) : Operation<bool>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(worked.Document.Id);

    protected override bool DecideOn(WorkingSet records)
    {
        if (records.Documents.Find(worked.Document.Id) is not { } document || InboxDocuments.Read(document).Body.Fence != worked.Body.Fence)
        {
            return false;
        }

        records.Documents.Put(document.Id, next.Document);
        return true;
    }
}
