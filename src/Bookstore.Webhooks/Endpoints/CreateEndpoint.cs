using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Creates an endpoint, and its position in the feed, unless there are as many as there may be.</summary>
/// <param name="id">The new id.</param>
/// <param name="body">The endpoint.</param>
/// <param name="position">The end of the feed: the endpoint gets what comes behind it.</param>
/// <param name="most">How many endpoints there may be.</param>
internal sealed class CreateEndpoint(Guid id, EndpointBody body, long position, int most) : Operation<WebhookEndpoint?>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(WebhookDocuments.Roster);
        keys.DocumentsOf.Add(WebhookDocuments.Roster.Id);
        keys.Documents.Add(ConsumerId);
    }

    public override void Touches(RecordKeys keys)
    {
        DeclareKeys(keys);
        keys.Documents.Add(WebhookDocuments.Endpoints.IdOf(id));
    }

    protected override WebhookEndpoint? DecideOn(WorkingSet records)
    {
        var roster = WebhookDocuments.Roster;
        if (records.DocumentsOf(roster.Id, WebhookDocuments.Endpoints.Name).Count(static endpoint => endpoint.State != WebhookDocuments.Removed) >= most)
        {
            return null;
        }

        if (records.Documents.Find(roster) is null)
        {
            records.Documents.Put(roster, WebhookDocuments.Rosters.Write(roster.Id, new RosterBody(), null));
        }

        var endpoint = WebhookEvents.Append(records, id, body with { ChangedBy = ChangerBody.Of(records.Actor) }, EventTypes.WebhookCreated, body.CreatedAt);
        records.InsertDocument(WebhookDocuments.Endpoints.Write(id, endpoint, null) with { OwnerId = roster.Id, State = WebhookDocuments.Enabled });
        var consumer = new ConsumerBody { Name = WebhookDocuments.ConsumerOf(id), Position = position, IsExternal = true };
        records.Documents.Put(ConsumerId, ConsumerDocuments.Consumers.Write(ConsumerId.Id, consumer, null) with { State = ConsumerDocuments.Active });
        return WebhookDocuments.ToEndpoint(id, endpoint, WebhookDocuments.Enabled);
    }

    private DocumentId ConsumerId => WebhookDocuments.ConsumerIdOf(id);
}
