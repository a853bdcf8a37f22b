namespace Bookstore.Storage;

/// <summary>Removes a document whose time is up.</summary>
/// <param name="listed">The document as it was listed.</param>
internal sealed class RemoveDocument(DocumentRecord listed) : Operation<bool>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(listed.Id);

    protected override bool DecideOn(WorkingSet records)
    {
        // Written again meanwhile, it has another time.
        if (records.Documents.Find(listed.Id) is not { } document || document.DueAt != listed.DueAt)
        {
            return false;
        }

        records.Documents.Remove(listed.Id);
        return true;
    }
}
