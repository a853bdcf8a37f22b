using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Reads endpoints from the store.</summary>
internal sealed class EndpointList(IBookstoreStore store)
{
    private const int PageSize = 200;

    /// <summary>Finds an endpoint that is not being removed.</summary>
    public async ValueTask<StoredEndpoint> FindAsync(Guid id, ExpectedVersion? expected, CancellationToken cancellationToken) =>
        StoredEndpoint.Of(await store.FindDocumentAsync(WebhookDocuments.Endpoints.IdOf(id), cancellationToken).ConfigureAwait(false), expected);

    /// <summary>All endpoints of a state; of all states where it is <see langword="null"/>. There are as many as <see cref="WebhookOptions.MaxEndpoints"/> allowed, and those that are being removed.</summary>
    public async ValueTask<IReadOnlyList<DocumentRecord>> ListAsync(int? state, CancellationToken cancellationToken)
    {
        var all = new List<DocumentRecord>();
        while (true)
        {
            var page = await store.ListDocumentsAsync(WebhookDocuments.Endpoints.Name, state, all.Count == 0 ? null : all[^1].Id.Id, PageSize, cancellationToken).ConfigureAwait(false);
            all.AddRange(page);
            if (page.Count < PageSize)
            {
                return all;
            }
        }
    }
}
