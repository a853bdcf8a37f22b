using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client;

// Audits, which run at the server.
public partial class BookstoreClient
{
    /// <summary>Starts an audit in the background of the server.</summary>
    /// <param name="kind">What to check: one of <see cref="AuditKinds"/>.</param>
    /// <param name="cancellationToken">Stops the call; whether the audit was started is then unknown. A further call returns the one that is in progress.</param>
    /// <returns>The audit that was started, or the one of its kind that is in progress. <see cref="FindAuditAsync"/> reads its progress.</returns>
    public virtual Task<AuditResource> StartAuditAsync(string kind, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Api.StartAuditAsync(new StartAuditBody { Kind = kind }, cancellationToken);
    }

    /// <summary>Reads the progress of an audit.</summary>
    /// <param name="auditId">The audit's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The audit, or <see langword="null"/> when there is none.</returns>
    public virtual Task<AuditResource?> FindAuditAsync(string auditId, CancellationToken cancellationToken = default) =>
        OrNull(Api.GetAuditAsync(RequestArguments.Segment(auditId), cancellationToken), ProblemCodes.AuditNotFound);

    /// <summary>Lists the findings of an audit in the order in which they were found, page after page.</summary>
    /// <param name="auditId">The audit's id.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The findings.</returns>
    public virtual IAsyncEnumerable<AuditFindingResource> ListAuditFindingsAsync(string auditId, CancellationToken cancellationToken = default)
    {
        var id = RequestArguments.Segment(auditId);
        return Pages((after, token) => Api.ListAuditFindingsAsync(id, limit: null, after, token), cancellationToken);
    }
}
