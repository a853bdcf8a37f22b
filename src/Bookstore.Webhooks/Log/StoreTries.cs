using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Adds tries to those that are stored of an endpoint, and keeps the last ones.</summary>
/// <param name="id">The endpoint.</param>
/// <param name="made">The tries.</param>
/// <param name="failingSince">Since when every try has failed.</param>
internal sealed class StoreTries(Guid id, IReadOnlyList<TryBody> made, DateTimeOffset? failingSince) : Operation<bool>
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
        var next = before.Next;
        var all = before.Tries.Concat(made.Select(one => one with { Number = next++ })).TakeLast(TryLog.MaxTries);
        records.Documents.Put(key, WebhookDocuments.Tries.Write(id, before with { Tries = [.. all], Next = next, FailingSince = failingSince }, stored));
        return true;
    }
}
