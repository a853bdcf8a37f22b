using System.Runtime.InteropServices;
using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>An endpoint as it is read, and whether it is the one that a caller expects.</summary>
/// <param name="Outcome"><see cref="WebhookOutcome.Done"/>; what is wrong otherwise.</param>
/// <param name="Document">Its document, where there is one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct StoredEndpoint(WebhookOutcome Outcome, DocumentRecord? Document)
{
    public bool IsDisabled => Document?.State == WebhookDocuments.Disabled;

    public EndpointBody Body => WebhookDocuments.Endpoints.Read(Document!);

    public WebhookResult Refusal => new() { Outcome = Outcome };

    /// <summary>Looks at an endpoint.</summary>
    /// <param name="document">Its document.</param>
    /// <param name="expected">What is expected of its version; <see langword="null"/> for nothing.</param>
    public static StoredEndpoint Of(DocumentRecord? document, ExpectedVersion? expected) =>
        document is null or { State: WebhookDocuments.Removed } ? new StoredEndpoint(WebhookOutcome.NotFound, null)
        : expected?.IsMet(WebhookDocuments.VersionOf(WebhookDocuments.Endpoints.Read(document))) == false ? new StoredEndpoint(WebhookOutcome.PreconditionFailed, document)
        : new StoredEndpoint(WebhookOutcome.Done, document);

    /// <summary>Looks at an endpoint that an operation has loaded.</summary>
    public static StoredEndpoint Of(WorkingSet records, Guid id, ExpectedVersion? expected) => Of(records.Documents.Find(WebhookDocuments.Endpoints.IdOf(id)), expected);

    public WebhookResult ToResult(WebhookDelivery? delivery = null) => new()
    {
        Outcome = Outcome,
        Endpoint = WebhookDocuments.ToEndpoint(Document!.Id.Id, Body, Document.State),
        Delivery = delivery,
    };
}
