using Bookstore.Contracts;
using Refit;

namespace Bookstore.Client;

/// <content>Refunds, returns and withdrawals.</content>
public partial interface IBookstoreApi
{
    /// <summary>Gives money of an order back.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="body">How much, and why.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters. Without one the API refuses with <see cref="ProblemCodes.IdempotencyKeyRequired"/>.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The refund, which is made in the background.</returns>
    [Post("/api/orders/{orderId}/refunds")]
    Task<RefundResource> CreateRefundAsync(
        string orderId, [Body] CreateRefundBody body, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the refunds of an order, the oldest first, one page.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page.</returns>
    [Get("/api/orders/{orderId}/refunds")]
    Task<ResourcePage<RefundResource>> ListRefundsAsync(string orderId, int? limit = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Gets a refund.</summary>
    /// <param name="refundId">The refund's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The refund.</returns>
    [Get("/api/refunds/{refundId}")]
    Task<RefundResource> GetRefundAsync(string refundId, CancellationToken cancellationToken = default);

    /// <summary>Requests a return of copies that have arrived.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="body">The copies, and why.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters. Without one the API refuses with <see cref="ProblemCodes.IdempotencyKeyRequired"/>.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return.</returns>
    [Post("/api/orders/{orderId}/returns")]
    Task<ReturnResource> CreateReturnAsync(
        string orderId, [Body] CreateReturnBody body, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Hands a customer's withdrawal in.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="body">The copies, and what the customer wrote.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters. Without one the API refuses with <see cref="ProblemCodes.IdempotencyKeyRequired"/>.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return with its receipt.</returns>
    [Post("/api/orders/{orderId}/withdrawal")]
    Task<ReturnResource> WithdrawOrderAsync(
        string orderId, [Body] WithdrawBody body, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the returns of an order, the oldest first, one page.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page.</returns>
    [Get("/api/orders/{orderId}/returns")]
    Task<ResourcePage<ReturnResource>> ListReturnsOfOrderAsync(string orderId, int? limit = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Lists returns, newest first, one page.</summary>
    /// <param name="status">The returns of this status; <see langword="null"/> for all.</param>
    /// <param name="attention"><c>true</c>: only returns that a person has to look at; <see langword="null"/> for all.</param>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page.</returns>
    [Get("/api/returns")]
    Task<ResourcePage<ReturnResource>> ListReturnsAsync(string? status = null, string? attention = null, int? limit = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Gets a return.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return.</returns>
    [Get("/api/returns/{returnId}")]
    Task<ReturnResource> GetReturnAsync(string returnId, CancellationToken cancellationToken = default);

    /// <summary>Approves a requested return.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the return must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return as it is now.</returns>
    [Post("/api/returns/{returnId}/approve")]
    Task<ReturnResource> ApproveReturnAsync(string returnId, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Rejects a requested return.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="body">Why.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the return must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return as it is now.</returns>
    [Post("/api/returns/{returnId}/reject")]
    Task<ReturnResource> RejectReturnAsync(string returnId, [Body] RejectReturnBody body, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Records what came of an approved return.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="body">What came.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the return must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return as it is now.</returns>
    [Post("/api/returns/{returnId}/receive")]
    Task<ReturnResource> ReceiveReturnAsync(string returnId, [Body] ReceiveReturnBody body, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Completes a received return.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the return must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return as it is now.</returns>
    [Post("/api/returns/{returnId}/complete")]
    Task<ReturnResource> CompleteReturnAsync(string returnId, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Cancels a return that is requested or approved.</summary>
    /// <param name="returnId">The return's id.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the return must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The return as it is now.</returns>
    [Post("/api/returns/{returnId}/cancel")]
    Task<ReturnResource> CancelReturnAsync(string returnId, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);
}
