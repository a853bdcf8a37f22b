using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Removes an endpoint that is hidden already, and its tries.</summary>
/// <param name="id">The endpoint.</param>
internal sealed class RemoveEndpoint(Guid id) : Operation<bool>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(WebhookDocuments.Endpoints.IdOf(id));
        keys.Documents.Add(WebhookDocuments.Tries.IdOf(id));
    }

    protected override bool DecideOn(WorkingSet records)
    {
        Remove(records, WebhookDocuments.Endpoints.IdOf(id));
        Remove(records, WebhookDocuments.Tries.IdOf(id));
        return true;
    }

    private static void Remove(WorkingSet records, DocumentId document)
    {
        if (records.Documents.Find(document) is not null)
        {
            records.Documents.Remove(document);
        }
    }
}
