namespace Bookstore;

/// <summary>The shop's side of a payment service. Write one to charge real money; the contract below is what keeps the promises.</summary>
/// <remarks>
/// <para>Every call is keyed by the order's id, a refund also by its own, and idempotent: a repeated call has no second effect and returns the same result.</para>
/// <para>A call MUST return refused only when the service itself says that it refuses for good; the call is then never repeated. An answer
/// from anything in between, a proxy for example, is unknown.</para>
/// <para><see cref="AuthorizeAsync"/> MUST return <see cref="AuthorizeOutcome.Unknown"/>, or throw, whenever it does not know for certain
/// that nothing was authorized. A thrown exception and a time-out are taken as unknown, never as declined.</para>
/// <para><see cref="VoidAsync"/> of an unknown id MUST succeed and MUST make a later authorization under that id fail. A gateway that
/// cannot do that states in <see cref="LateAuthorizationWindow"/> how late an answer can come, and is asked to void again until then.</para>
/// <para>Void and capture MUST exclude each other: of the two, the second answers that the first has happened.</para>
/// <para>Implementations MUST be safe for use from any number of threads, SHOULD honour cancellation within a second,
/// and SHOULD NOT block the calling thread: a call that does is left behind after <see cref="BookstoreOptions.GatewayTimeout"/> as one that hangs.</para>
/// </remarks>
public interface IPaymentGateway
{
    /// <summary>The gateway's name: 1 to 50 characters. It is stored with each order that the gateway authorizes, so it MUST NOT change while such orders exist.</summary>
    string Name { get; }

    /// <summary>How long after it was sent an authorization can still take effect although the order was voided; zero where a void forbids it.</summary>
    /// <remarks>Zero to 30 days. A longer time counts as 30 days, and so does one that cannot be read; a negative time counts as zero.</remarks>
    TimeSpan LateAuthorizationWindow { get; }

    /// <summary>Whether no method of the gateway ever blocks the calling thread, neither on I/O nor on a lock. Read once at start. Default <see langword="false"/>.</summary>
    /// <remarks>Calls of such a gateway start on the caller's thread, which saves a hop over the thread pool. A gateway that returns <see langword="true"/> and blocks delays the orders of all customers.</remarks>
    bool NeverBlocks => false;

    /// <summary>Holds the order's amount on the customer's means of payment.</summary>
    /// <param name="request">The order, the amount and the payment token.</param>
    /// <param name="cancellationToken">Gives up waiting; whether the amount is held is then unknown.</param>
    /// <returns>Approved, declined, an action that the customer has to take, or unknown.</returns>
    ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken);

    /// <summary>Takes the held amount, or a part of it and releases the rest. A payment is captured once: a capture of another amount is refused then, and so is one of more than is held.</summary>
    /// <param name="request">The order and the amount.</param>
    /// <param name="cancellationToken">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>Captured, refused for good, or unknown.</returns>
    ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken);

    /// <summary>Lets the held amount go, or forbids that it is ever held.</summary>
    /// <param name="request">The order; it may be unknown to the gateway.</param>
    /// <param name="cancellationToken">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>Voided, captured already, refused for good, or unknown.</returns>
    ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken);

    /// <summary>Gives a captured amount back, whole or in part.</summary>
    /// <remarks>
    /// A payment can have several refunds. A refund has one effect for each <see cref="RefundRequest.RefundId"/>: one that was made is not made again under another <see cref="RefundRequest.Key"/>. One that was refused stays
    /// refused under the same key, and is decided anew under another one: a person has it tried again. More than what is left of the captured amount MUST be refused.
    /// </remarks>
    /// <param name="request">The order, the refund and the amount.</param>
    /// <param name="cancellationToken">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>Refunded, nothing captured, refused for good, or unknown.</returns>
    ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken);

    /// <summary>Asks what the gateway knows of an order.</summary>
    /// <param name="request">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The payment, or <see langword="null"/> when the gateway knows of nothing under this id.</returns>
    ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken);

    /// <summary>Lists all payments that the gateway has on record for this shop, in any order, for reconciliation. Where several shops share an account, the payments of the others MUST be left out: they would be findings.</summary>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The payments, each once. An order has one: a second one with another transaction id, also found under that id, is a finding.</returns>
    IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken);

    /// <summary>Lists payments in pages, since a time, for reconciliation in bulk. Optional: the default returns <see langword="null"/>, and <see cref="ListAsync"/> is used.</summary>
    /// <remarks>A gateway that implements it does so for each request. A reconciliation continues at <see cref="PaymentPage.Next"/>, also after a restart and on another host.</remarks>
    /// <param name="request">The time and the page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page; <see langword="null"/> when the gateway cannot list in pages.</returns>
    ValueTask<PaymentPage?> ListPageAsync(ListPaymentsRequest request, CancellationToken cancellationToken) => ValueTask.FromResult<PaymentPage?>(null);
}
