using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Has an endpoint continue from another position, if it has the expected version.</summary>
/// <param name="id">The endpoint.</param>
/// <param name="expected">What is expected of its version; <see langword="null"/> for nothing.</param>
/// <param name="position">The position behind which it continues.</param>
internal sealed class ReplayEndpoint(Guid id, ExpectedVersion? expected, long position) : Operation<WebhookResult>
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
        return endpoint.Outcome != WebhookOutcome.Done ? endpoint.Refusal
            : MoveConsumer.Move(records, _consumer, position) ? endpoint.ToResult()
            : new WebhookResult { Outcome = WebhookOutcome.NotFound };
    }
}
