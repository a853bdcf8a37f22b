using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client;

// Returns of orders, and withdrawals.
public partial class BookstoreClient
{
    /// <summary>Requests a return of copies that have arrived.</summary>
    /// <example>
    /// <code>
    /// var requested = await client.CreateReturnAsync(orderId.ToString(), new CreateReturnBody { Items = [new ReturnItemBody { Isbn = "9780143127550", Quantity = 2, Reason = "torn" }] });
    /// await client.ApproveReturnAsync(requested.ReturnId);
    ///
    /// // Two came, one of them can be sold again.
    /// var received = await client.ReceiveReturnAsync(requested.ReturnId, new ReceiveReturnBody { Items = [new ReceivedItemBody { Isbn = "9780143127550", Received = 2, Sellable = 1 }] });
    /// </code>
    /// </example>
    /// <param name="orderId">The order's id.</param>
    /// <param name="copies">The copies, and why.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Give one to be safe across a crash of the caller. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call; whether the return was requested is then unknown until the same key is sent again.</param>
    /// <returns>The return. The API refuses with <see cref="ProblemCodes.ReturnExceedsDelivered"/> where not so many copies have arrived or another return has them.</returns>
    public virtual Task<ReturnResource> CreateReturnAsync(string orderId, CreateReturnBody copies, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(copies);
        return Api.CreateReturnAsync(RequestArguments.Segment(orderId), copies, KeyOr(idempotencyKey), ifMatch, cancellationToken);
    }

    /// <summary>Hands a customer's withdrawal in, which the API always accepts. Give the customer the <see cref="ReturnResource.Receipt"/> of the response.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="withdrawal">The copies, and what the customer wrote. Without copies, all of the order.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Give one to be safe across a crash of the caller. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call; whether the withdrawal was received is then unknown until the same key is sent again.</param>
    /// <returns>The return with its receipt.</returns>
    public virtual Task<ReturnResource> WithdrawOrderAsync(string orderId, WithdrawBody withdrawal, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(withdrawal);
        return Api.WithdrawOrderAsync(RequestArguments.Segment(orderId), withdrawal, KeyOr(idempotencyKey), ifMatch, cancellationToken);
    }

    /// <summary>Finds a return.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return, or <see langword="null"/> when there is none.</returns>
    public virtual Task<ReturnResource?> FindReturnAsync(string returnId, CancellationToken cancellationToken = default) =>
        OrNull(Api.GetReturnAsync(RequestArguments.Segment(returnId), cancellationToken), ProblemCodes.ReturnNotFound);

    /// <summary>Lists the returns of all orders, newest first, page after page.</summary>
    /// <param name="status">The returns of this status, one of <see cref="ReturnStatuses"/>; <see langword="null"/> for all.</param>
    /// <param name="attention"><see langword="true"/>: only returns that a person has to look at, the longest waiting first. Default all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The returns.</returns>
    public virtual IAsyncEnumerable<ReturnResource> ListReturnsAsync(string? status = null, bool attention = false, CancellationToken cancellationToken = default)
    {
        RequestArguments.Text(status);
        return Pages((after, token) => Api.ListReturnsAsync(status, attention ? "true" : null, limit: null, after, token), cancellationToken);
    }

    /// <summary>Lists the returns of an order, the oldest first, page after page.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The returns.</returns>
    public virtual IAsyncEnumerable<ReturnResource> ListReturnsOfOrderAsync(string orderId, CancellationToken cancellationToken = default)
    {
        var id = RequestArguments.Segment(orderId);
        return Pages((after, token) => Api.ListReturnsOfOrderAsync(id, limit: null, after, token), cancellationToken);
    }

    /// <summary>Approves a requested return. Approving it again changes nothing and succeeds.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="ifMatch">The <see cref="ReturnResource.ETag"/> that the return must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return as it is now.</returns>
    public virtual Task<ReturnResource> ApproveReturnAsync(string returnId, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.ApproveReturnAsync(RequestArguments.Segment(returnId), ifMatch, cancellationToken);

    /// <summary>Rejects a requested return. Rejecting it again changes nothing and succeeds.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="reason">Why: 1 to 200 characters.</param>
    /// <param name="ifMatch">The <see cref="ReturnResource.ETag"/> that the return must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return as it is now.</returns>
    public virtual Task<ReturnResource> RejectReturnAsync(string returnId, string reason, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return Api.RejectReturnAsync(RequestArguments.Segment(returnId), new RejectReturnBody { Reason = reason }, ifMatch, cancellationToken);
    }

    /// <summary>Records what came of an approved return. It decides the refund. Sending the same again changes nothing and succeeds.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="received">What came.</param>
    /// <param name="ifMatch">The <see cref="ReturnResource.ETag"/> that the return must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return as it is now.</returns>
    public virtual Task<ReturnResource> ReceiveReturnAsync(string returnId, ReceiveReturnBody received, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(received);
        return Api.ReceiveReturnAsync(RequestArguments.Segment(returnId), received, ifMatch, cancellationToken);
    }

    /// <summary>Completes a received return. Completing it again changes nothing and succeeds.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="ifMatch">The <see cref="ReturnResource.ETag"/> that the return must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return as it is now.</returns>
    public virtual Task<ReturnResource> CompleteReturnAsync(string returnId, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.CompleteReturnAsync(RequestArguments.Segment(returnId), ifMatch, cancellationToken);

    /// <summary>Cancels a return that is requested or approved. Cancelling it again changes nothing and succeeds.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="ifMatch">The <see cref="ReturnResource.ETag"/> that the return must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return as it is now.</returns>
    public virtual Task<ReturnResource> CancelReturnAsync(string returnId, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.CancelReturnAsync(RequestArguments.Segment(returnId), ifMatch, cancellationToken);
}
