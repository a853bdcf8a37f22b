using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Makes an event due that is not delivered to an endpoint, if the endpoint is enabled and has the expected version.</summary>
/// <param name="id">The endpoint.</param>
/// <param name="expected">What is expected of its version; <see langword="null"/> for nothing.</param>
/// <param name="parked">The event's document.</param>
/// <param name="now">The store's time.</param>
internal sealed class RedeliverParked(Guid id, ExpectedVersion? expected, DocumentId parked, DateTimeOffset now) : Operation<WebhookOutcome>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(WebhookDocuments.Endpoints.IdOf(id));
        keys.Documents.Add(parked);
    }

    protected override WebhookOutcome DecideOn(WorkingSet records)
    {
        var endpoint = StoredEndpoint.Of(records, id, expected);
        return endpoint.Outcome != WebhookOutcome.Done ? endpoint.Outcome
            : endpoint.IsDisabled ? WebhookOutcome.Disabled
            : SendParkedAgain.SendAgain(records, parked.Id, now) == SendAgainOutcome.NotFound ? WebhookOutcome.NoDelivery
            : WebhookOutcome.Done;
    }
}
