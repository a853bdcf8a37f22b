using Bookstore.Storage;

namespace Bookstore.Notifications;

/// <summary>Writes a document as it is, so that it can be damaged.</summary>
internal sealed class PutDocument(DocumentRecord document) : Operation<bool>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(document.Id);

    protected override bool DecideOn(WorkingSet records)
    {
        records.Documents.Put(document.Id, document);
        return true;
    }
}
