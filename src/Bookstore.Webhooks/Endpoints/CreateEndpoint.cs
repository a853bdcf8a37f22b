using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Creates an endpoint, and its position in the feed.</summary>
/// <param name="id">The new id.</param>
/// <param name="body">The endpoint.</param>
/// <param name="position">The end of the feed: the endpoint gets what comes behind it.</param>
internal sealed class CreateEndpoint(Guid id, EndpointBody body, long position) : Operation<WebhookEndpoint>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(WebhookDocuments.Endpoints.IdOf(id));
        keys.Documents.Add(ConsumerId);
    }

    protected override WebhookEndpoint DecideOn(WorkingSet records)
    {
        records.Documents.Put(WebhookDocuments.Endpoints.IdOf(id), WebhookDocuments.Endpoints.Write(id, body, null) with { State = WebhookDocuments.Enabled });
        var consumer = new ConsumerBody { Name = WebhookDocuments.ConsumerOf(id), Position = position };
        records.Documents.Put(ConsumerId, ConsumerDocuments.Consumers.Write(ConsumerId.Id, consumer, null) with { State = ConsumerDocuments.Active });
        return WebhookDocuments.ToEndpoint(id, body, WebhookDocuments.Enabled);
    }

    private DocumentId ConsumerId => ConsumerDocuments.Consumers.IdOf(ConsumerDocuments.IdOf(WebhookDocuments.ConsumerOf(id)));
}
