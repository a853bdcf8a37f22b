using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client;

// What the shop keeps of a customer.
public partial class BookstoreClient
{
    /// <summary>Lists all that the shop keeps of a customer, page after page: the orders, newest first, each with its deliveries, refunds and returns.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The orders. The API refuses with <see cref="ProblemCodes.CustomerNotFound"/> where the shop keeps nothing.</returns>
    public virtual IAsyncEnumerable<CustomerOrderResource> ExportCustomerAsync(string customerId, CancellationToken cancellationToken = default)
    {
        var id = RequestArguments.Segment(customerId);
        return Pages((after, token) => Api.ExportCustomerAsync(id, limit: null, after, token), cancellationToken);
    }

    /// <summary>Erases a customer: the id, addresses, metadata and texts of the orders and of what belongs to them. Amounts and stock stay. Send it again to see how far it is.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="cancellationToken">Stops the call; what has begun continues at the server.</param>
    /// <returns>How far it is; <see langword="null"/> where the server keeps nothing of the customer, also after it was completed.</returns>
    public virtual Task<CustomerErasureResource?> EraseCustomerAsync(string customerId, CancellationToken cancellationToken = default) =>
        OrNull(Api.EraseCustomerAsync(RequestArguments.Segment(customerId), cancellationToken), ProblemCodes.CustomerNotFound);
}
