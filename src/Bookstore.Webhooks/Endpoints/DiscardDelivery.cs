using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Discards an event that is not delivered to an endpoint, if the endpoint has the expected version.</summary>
/// <param name="id">The endpoint.</param>
/// <param name="expected">What is expected of its version; <see langword="null"/> for nothing.</param>
/// <param name="parked">The event's document.</param>
/// <param name="eventId">The event.</param>
/// <param name="now">The store's time.</param>
internal sealed class DiscardDelivery(Guid id, ExpectedVersion? expected, DocumentId parked, Guid eventId, DateTimeOffset now) : Operation<WebhookResult>
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
        if (endpoint.Outcome != WebhookOutcome.Done)
        {
            return endpoint.Refusal;
        }

        if (!DiscardParked.Discard(records, parked.Id, now))
        {
            return new WebhookResult { Outcome = WebhookOutcome.NoDelivery };
        }

        var body = WebhookEvents.Append(records, id, endpoint.Body, EventTypes.WebhookDeliveryDiscarded, now, data => data.WriteString("event_id"u8, eventId));
        records.Documents.Put(endpoint.Document!.Id, WebhookDocuments.Endpoints.Write(id, body, endpoint.Document) with { State = endpoint.Document.State });
        return endpoint.ToResult();
    }
}
