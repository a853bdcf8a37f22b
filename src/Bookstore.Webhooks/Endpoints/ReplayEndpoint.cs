using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Has an endpoint continue from another position, if it has the expected version.</summary>
/// <param name="id">The endpoint.</param>
/// <param name="expected">What is expected of its version; <see langword="null"/> for nothing.</param>
/// <param name="position">The position behind which it continues.</param>
/// <param name="now">The time of the request.</param>
internal sealed class ReplayEndpoint(Guid id, ExpectedVersion? expected, long position, DateTimeOffset now) : Operation<WebhookResult>
{
    private readonly Guid _consumer = ConsumerDocuments.IdOf(WebhookDocuments.ConsumerOf(id));

    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(WebhookDocuments.Endpoints.IdOf(id));
        keys.Documents.Add(ConsumerDocuments.Consumers.IdOf(_consumer));
    }

    protected override WebhookResult DecideOn(WorkingSet records)
    {
        var endpoint = StoredEndpoint.Of(records, id, expected);
        if (endpoint.Outcome != WebhookOutcome.Done)
        {
            return endpoint.Refusal;
        }

        if (!MoveConsumer.Move(records, _consumer, position))
        {
            return new WebhookResult { Outcome = WebhookOutcome.NotFound };
        }

        var body = WebhookEvents.Append(records, id, endpoint.Body, EventTypes.WebhookReplayed, now, data => data.WriteNumber("after"u8, position));
        records.Documents.Put(endpoint.Document!.Id, WebhookDocuments.Endpoints.Write(id, body, endpoint.Document) with { State = endpoint.Document.State });
        return endpoint.ToResult();
    }
}
