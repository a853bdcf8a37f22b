using Bookstore.Contracts;
using Refit;

namespace Bookstore.Client;

/// <content>Audits, and what the shop keeps of a customer.</content>
public partial interface IBookstoreApi
{
    /// <summary>Starts an audit in the background.</summary>
    /// <param name="body">What to check.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The audit that was started, or the one of its kind that is in progress.</returns>
    [Post("/api/audits")]
    Task<AuditResource> StartAuditAsync([Body] StartAuditBody body, CancellationToken cancellationToken = default);

    /// <summary>Reads the progress of an audit.</summary>
    /// <param name="auditId">The audit's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The audit.</returns>
    [Get("/api/audits/{auditId}")]
    Task<AuditResource> GetAuditAsync(string auditId, CancellationToken cancellationToken = default);

    /// <summary>Lists the findings of an audit, one page.</summary>
    /// <param name="auditId">The audit's id.</param>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page.</returns>
    [Get("/api/audits/{auditId}/findings")]
    Task<ResourcePage<AuditFindingResource>> ListAuditFindingsAsync(string auditId, int? limit = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Lists all that the shop keeps of a customer: the orders, newest first, each with its deliveries, refunds and returns; one page.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="limit">The most orders of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page. The API refuses with <see cref="ProblemCodes.CustomerNotFound"/> where the shop keeps nothing.</returns>
    [Get("/api/customers/{customerId}/export")]
    Task<ResourcePage<CustomerOrderResource>> ExportCustomerAsync(string customerId, int? limit = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Erases a customer.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="cancellationToken">Stops the call; what has begun continues at the server.</param>
    /// <returns>How far it is. The API refuses with <see cref="ProblemCodes.CustomerNotFound"/> where the shop keeps nothing, also after it was completed.</returns>
    [Post("/api/customers/{customerId}/erase")]
    Task<CustomerErasureResource> EraseCustomerAsync(string customerId, CancellationToken cancellationToken = default);
}
