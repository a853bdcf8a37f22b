namespace Bookstore;

/// <summary>Places and cancels orders over inventory, sales, payment and delivery.</summary>
/// <remarks>
/// Safe for use from any number of threads. Cancellation counts until the order's opening has been gathered into a batch; from then on
/// the workflow runs to its end, also when the caller has gone. Before anything is written, calls throw <see cref="BookstoreOverloadedException"/>
/// when there is too much to do and <see cref="BookstoreStoreException"/> when the store cannot be used; after that the worst answer to
/// <see cref="PlaceAsync"/> is <see cref="PlaceOrderOutcome.Pending"/>.
/// </remarks>
public interface IOrderWorkflow
{
    /// <summary>Places an order: holds its stock, authorizes its payment, confirms it. The money is captured in the background.</summary>
    /// <example>
    /// <code>
    /// var placed = await workflow.PlaceAsync(new PlaceOrderRequest
    /// {
    ///     CustomerId = "ada",
    ///     Lines = [new PlaceOrderLine(isbn, 2)],
    ///     Payment = new PaymentToken("4242424242424242"),
    ///     IdempotencyKey = new IdempotencyKey("web", "checkout-1"),
    /// }, cancellationToken);
    /// if (placed.Outcome == PlaceOrderOutcome.Created)
    /// {
    ///     Console.WriteLine($"Thank you: order {placed.Order!.Id}.");
    /// }
    /// </code>
    /// </example>
    /// <param name="request">What to order, for whom, and how it is paid.</param>
    /// <param name="cancellationToken">Gives up before the order's opening was gathered.</param>
    /// <returns>The order and how it went.</returns>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    /// <exception cref="BookstoreOverloadedException">Too much is waiting; nothing was written.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used; nothing was written, or the exception says that this is not known.</exception>
    Task<PlaceOrderResult> PlaceAsync(PlaceOrderRequest request, CancellationToken cancellationToken = default);

    /// <summary>Authorizes a confirmed order again, with another payment, after its capture was refused for good or its authorization had ended.</summary>
    /// <remarks>
    /// What the gateway may still hold of the payment before is voided first; if that turns out to have been captured, the order is <see cref="PaymentStatus.Captured"/> and nothing is authorized. The attempt is durable before the gateway is
    /// called and is a payment of its own there (<see cref="AuthorizeRequest.Attempt"/>), so that an order is never charged twice. An attempt whose outcome stays unknown is found out or voided in the background.
    /// </remarks>
    /// <param name="request">Which order, and how it is paid.</param>
    /// <param name="cancellationToken">Gives up before the first write was gathered.</param>
    /// <returns>The order as it is now, and how it went.</returns>
    /// <exception cref="BookstoreOverloadedException">Too much is waiting; nothing was written.</exception>
    Task<AuthorizeAgainResult> AuthorizeAgainAsync(AuthorizeAgainRequest request, CancellationToken cancellationToken = default);

    /// <summary>Captures the held amount of a confirmed order, or a part of it, where <see cref="BookstoreOptions.CapturePolicy"/> has not done so. Waits for the gateway's answer, at most for <see cref="BookstoreOptions.GatewayTimeout"/>.</summary>
    /// <remarks>Less than the total is allowed once: the rest is released. The request is durable before the gateway is called; where its answer is not known, the call is repeated in the background.</remarks>
    /// <param name="request">Which order, and how much.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The order as it is now, or why nothing changed.</returns>
    /// <exception cref="ArgumentException">The amount is not more than zero, or has more decimals than the order's currency.</exception>
    /// <exception cref="BookstoreOverloadedException">Too much is waiting; nothing was written.</exception>
    Task<CapturePaymentResult> CapturePaymentAsync(CapturePaymentRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks the gateway about an order's payment now, and records what the shop does not know yet: how a pending payment went (as <see cref="ResumeAsync"/> does), and a dispute (<see cref="Order.Dispute"/>).</summary>
    /// <remarks>
    /// What is on record already changes nothing, so that a notification of a payment service can be followed by this call however often it comes. A capture, void or refund whose answer was lost is
    /// made again by the next round of the background work, and not when its pause of up to an hour is over.
    /// </remarks>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up before a write was gathered.</param>
    /// <returns>The order as it is now, and whether anything changed.</returns>
    /// <exception cref="BookstoreOverloadedException">Too much is waiting; the gateway was not asked.</exception>
    Task<RefreshPaymentResult> RefreshPaymentAsync(Guid orderId, CancellationToken cancellationToken = default);

    /// <summary>Computes what an order would cost and keeps it for <see cref="Quote.Validity"/>: an order that names the quote is charged exactly that. Nothing is held.</summary>
    /// <param name="request">What would be ordered.</param>
    /// <param name="cancellationToken">Gives up before the quote was gathered.</param>
    /// <returns>The quote, or what the order would be refused with.</returns>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    /// <exception cref="BookstoreOverloadedException">Too much is waiting; nothing was written.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<QuoteResult> QuoteAsync(QuoteRequest request, CancellationToken cancellationToken = default);

    /// <summary>Cancels an order of which nothing was dispatched, or some of its copies: stock back at once, money back in the background.</summary>
    /// <remarks>
    /// Copies that are cancelled by <see cref="CancelOrderRequest.Items"/> are in no delivery. What they are worth (<see cref="OrderLine.WorthOf"/>, without shipping) goes back by a refund of the same commit, or is not captured where the
    /// amount is held until its capture is asked for. A capture that is in progress is waited for, up to <see cref="BookstoreOptions.DispatchWait"/>. Where no copy is left that arrives or has
    /// arrived, the order is cancelled as a whole, and all of its money goes back.
    /// A pending order can be cancelled at any time, also while its payment is being authorized: it is given up (<see cref="OrderStatus.Rejected"/>, failure code
    /// <c>cancelled</c>), and an authorization that exists or may still arrive is voided.
    /// </remarks>
    /// <param name="request">Which order.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The order as it is now, or why it was not cancelled. Cancelling a cancelled order changes nothing and succeeds.</returns>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    Task<CancelOrderResult> CancelAsync(CancelOrderRequest request, CancellationToken cancellationToken = default);

    /// <summary>Asks the gateway about a pending order that no host works on, and continues it. Recovery does the same by itself.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="expectedVersion">The version that the order must have when it is taken; else <see cref="ResumeOrderOutcome.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Gives up before the order was taken.</param>
    /// <returns>The order as it is now, or why its gateway was not asked.</returns>
    Task<ResumeOrderResult> ResumeAsync(Guid orderId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Has the payment call repeated that an order needs attention for: a refused capture, void or refund, or one whose outcome is unknown. The background work makes it.</summary>
    /// <remarks>
    /// A refused call is sent under another idempotency key, so that the gateway does not replay its refusal; a call with an unknown outcome under the same one. A pending
    /// order is looked up at the gateway again. To retry what is being retried already changes nothing and succeeds.
    /// </remarks>
    /// <param name="orderId">The order.</param>
    /// <param name="idempotencyKey">Makes a repeated call return what the first one did, also after the repeated payment call was refused once more. Default none.</param>
    /// <param name="expectedVersion">The version that the order must have; else <see cref="ResolvePaymentOutcome.PreconditionFailed"/>. A repeated call with the same key ignores it. Default any.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The order as it is now, or why nothing changed.</returns>
    Task<ResolvePaymentResult> RetryPaymentAsync(Guid orderId, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Records that the payment call that an order needs attention for was made another way: the order is captured, voided or refunded, and no call is made for it any more.</summary>
    /// <remarks>Durable when it returns. The same request again changes nothing and succeeds.</remarks>
    /// <param name="request">Which order, and the reference of what was done.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The order as it is now, or why nothing changed: while a call may be in progress, <see cref="ResolvePaymentOutcome.CallInFlight"/>.</returns>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    Task<ResolvePaymentResult> MarkPaymentDoneAsync(MarkPaymentDoneRequest request, CancellationToken cancellationToken = default);

    /// <summary>Ends the payment call that an order needs attention for.</summary>
    /// <remarks>
    /// An order whose capture is given up is cancelled: its stock is released at once and a void follows, as after <see cref="CancelAsync"/>. A void or a refund that is given up is
    /// not made any more; a refund leaves <see cref="PaymentStatus.RefundFailed"/>. Durable when it returns. The same request again changes nothing and succeeds.
    /// </remarks>
    /// <param name="request">Which order, and why.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The order as it is now, or why nothing changed: while a call may be in progress, <see cref="ResolvePaymentOutcome.CallInFlight"/>.</returns>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    Task<ResolvePaymentResult> GiveUpPaymentAsync(GiveUpPaymentRequest request, CancellationToken cancellationToken = default);
}
