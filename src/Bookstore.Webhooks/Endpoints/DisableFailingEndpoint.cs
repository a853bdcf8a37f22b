using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Disables an endpoint whose deliveries fail, with its event, unless it was changed meanwhile.</summary>
/// <param name="id">The endpoint.</param>
/// <param name="changes">Its <see cref="EndpointBody.Changes"/> when the deliveries failed.</param>
/// <param name="reason">Why.</param>
/// <param name="now">When.</param>
internal sealed class DisableFailingEndpoint(Guid id, int changes, WebhookDisableReason reason, DateTimeOffset now) : Operation<bool>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(WebhookDocuments.Endpoints.IdOf(id));
        keys.Documents.Add(WebhookDocuments.ConsumerIdOf(id));
    }

    protected override bool DecideOn(WorkingSet records)
    {
        var key = WebhookDocuments.Endpoints.IdOf(id);
        if (records.Documents.Find(key) is not { State: WebhookDocuments.Enabled } stored || WebhookDocuments.Endpoints.Read(stored) is not { } before || before.Changes != changes)
        {
            return false;
        }

        var after = before.WithoutOldSecrets(now) with { Changes = before.Changes + 1, UpdatedAt = now, ChangedBy = ChangerBody.Of(records.Actor), DisabledAt = now, DisableReason = reason };
        after = WebhookEvents.AppendChange(records, id, before, after, EventTypes.WebhookDisabled, now);
        records.Documents.Put(key, WebhookDocuments.Endpoints.Write(id, after, stored) with { State = WebhookDocuments.Disabled });
        WebhookDocuments.SwitchConsumer(records, id, isOff: true);
        return true;
    }
}
