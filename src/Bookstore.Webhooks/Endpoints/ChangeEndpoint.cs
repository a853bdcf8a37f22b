using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Changes an endpoint, if it has the expected version.</summary>
/// <param name="id">The endpoint.</param>
/// <param name="expected">What is expected of its version; <see langword="null"/> for nothing.</param>
/// <param name="now">The time of the change.</param>
/// <param name="type">The type of the event of the change.</param>
/// <param name="change">Returns the endpoint after it, and its state; the same body for no change. It is pure: it may run twice.</param>
internal sealed class ChangeEndpoint(Guid id, ExpectedVersion? expected, DateTimeOffset now, string type, Func<EndpointBody, int, (EndpointBody Body, int State)> change) : Operation<WebhookResult>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(WebhookDocuments.Endpoints.IdOf(id));
        keys.Documents.Add(WebhookDocuments.ConsumerIdOf(id));
    }

    protected override WebhookResult DecideOn(WorkingSet records)
    {
        var endpoint = StoredEndpoint.Of(records, id, expected);
        if (endpoint is not { Outcome: WebhookOutcome.Done, Document: { } stored })
        {
            return endpoint.Refusal;
        }

        var before = endpoint.Body;
        var (after, state) = change(before, stored.State);
        if (!ReferenceEquals(before, after))
        {
            after = after.WithoutOldSecrets(now) with { Changes = before.Changes + 1, UpdatedAt = now, ChangedBy = ChangerBody.Of(records.Actor) };
            after = WebhookEvents.AppendChange(records, id, before, after, type, now);
            records.Documents.Put(stored.Id, WebhookDocuments.Endpoints.Write(id, after, stored) with { State = state });
            WebhookDocuments.SwitchConsumer(records, id, state != WebhookDocuments.Enabled);
        }

        return new WebhookResult { Outcome = WebhookOutcome.Done, Endpoint = WebhookDocuments.ToEndpoint(id, after, state) };
    }
}
