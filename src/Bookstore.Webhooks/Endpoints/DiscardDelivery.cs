using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Discards an event that is not delivered to an endpoint, if the endpoint has the expected version.</summary>
/// <param name="id">The endpoint.</param>
/// <param name="expected">What is expected of its version; <see langword="null"/> for nothing.</param>
/// <param name="parked">The event's document.</param>
/// <param name="now">The store's time.</param>
internal sealed class DiscardDelivery(Guid id, ExpectedVersion? expected, DocumentId parked, DateTimeOffset now) : Operation<WebhookResult>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(WebhookDocuments.Endpoints.IdOf(id));
        keys.Documents.Add(parked);
    }

    protected override WebhookResult DecideOn(WorkingSet records)
    {
        var endpoint = StoredEndpoint.Of(records, id, expected);
        return endpoint.Outcome != WebhookOutcome.Done ? endpoint.Refusal
            : DiscardParked.Discard(records, parked.Id, now) ? endpoint.ToResult()
            : new WebhookResult { Outcome = WebhookOutcome.NoDelivery };
    }
}
