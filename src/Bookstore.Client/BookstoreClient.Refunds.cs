using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client;

// Refunds of orders.
public partial class BookstoreClient
{
    /// <summary>Gives money of an order back: an amount, or what copies and shipping are worth, or all that is left. The server makes the refund in the background.</summary>
    /// <example>
    /// <code>
    /// var refund = await client.CreateRefundAsync(orderId.ToString(), new CreateRefundBody { Items = [new ItemQuantity { Isbn = "9780143127550", Quantity = 1 }], Reason = "damaged" }, idempotencyKey: "case-17");
    /// Console.WriteLine($"{refund.Amount} {refund.Currency}: {refund.Status}");
    /// </code>
    /// </example>
    /// <param name="orderId">The order's id.</param>
    /// <param name="refund">How much, and why.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Give one to be safe across a crash of the caller. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call; whether the refund was made is then unknown until the same key is sent again.</param>
    /// <returns>The refund. The API refuses with <see cref="ProblemCodes.RefundExceedsCaptured"/> where it would be more than was captured, and with <see cref="ProblemCodes.OrderNotRefundable"/> where nothing is captured.</returns>
    public virtual Task<RefundResource> CreateRefundAsync(string orderId, CreateRefundBody refund, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(refund);
        return Api.CreateRefundAsync(RequestArguments.Segment(orderId), refund, KeyOr(idempotencyKey), ifMatch, cancellationToken);
    }

    /// <summary>Finds a refund.</summary>
    /// <param name="refundId">The refund's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The refund, or <see langword="null"/> when there is none.</returns>
    public virtual Task<RefundResource?> FindRefundAsync(string refundId, CancellationToken cancellationToken = default) =>
        OrNull(Api.GetRefundAsync(RequestArguments.Segment(refundId), cancellationToken), ProblemCodes.RefundNotFound);

    /// <summary>Lists the refunds of an order, the oldest first, page after page.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The refunds.</returns>
    public virtual IAsyncEnumerable<RefundResource> ListRefundsAsync(string orderId, CancellationToken cancellationToken = default)
    {
        var id = RequestArguments.Segment(orderId);
        return Pages((after, token) => Api.ListRefundsAsync(id, limit: null, after, token), cancellationToken);
    }
}
