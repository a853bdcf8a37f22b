using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Adds tries to those that are stored of an endpoint, and keeps the last ones. One that is stored already is not added again.</summary>
/// <param name="id">The endpoint.</param>
/// <param name="made">The tries, and what they say of the endpoint's health.</param>
internal sealed class StoreTries(Guid id, TryLogChanges made) : Operation<bool>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(WebhookDocuments.Endpoints.IdOf(id));
        keys.Documents.Add(WebhookDocuments.Tries.IdOf(id));
    }

    protected override bool DecideOn(WorkingSet records)
    {
        if (records.Documents.Find(WebhookDocuments.Endpoints.IdOf(id)) is null or { State: WebhookDocuments.Removed })
        {
            return false;
        }

        var key = WebhookDocuments.Tries.IdOf(id);
        var stored = records.Documents.Find(key);
        var before = stored is null ? new TryLogBody() : WebhookDocuments.Tries.Read(stored);
        var after = before.With(made.Tries) with { Failing = made.SaysHealth ? made.Failing : before.Failing };
        records.Documents.Put(key, WebhookDocuments.Tries.Write(id, after, stored));
        return true;
    }
}
