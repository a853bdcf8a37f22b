namespace Bookstore;

/// <summary>Gives money of orders back: in parts, by copies, or all that is left.</summary>
/// <remarks>
/// A refund is on record before its call to the gateway is made, by the background work, and is repeated under its id until the outcome is known. What is pending counts as given back: the refunds of an
/// order never exceed what was captured. Safe for use from any number of threads.
/// </remarks>
public interface IRefundService
{
    /// <summary>Makes a refund.</summary>
    /// <param name="request">Of which order, and how much.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The refund, or why there is none.</returns>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    Task<CreateRefundResult> CreateAsync(CreateRefundRequest request, CancellationToken cancellationToken = default);

    /// <summary>Finds a refund.</summary>
    /// <param name="refundId">The refund.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The refund, or <see langword="null"/>.</returns>
    ValueTask<Refund?> FindAsync(Guid refundId, CancellationToken cancellationToken = default);

    /// <summary>Lists the refunds of an order, the oldest first: <see cref="Order.MaxRefunds"/> at most.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The refunds; empty when there is no such order.</returns>
    ValueTask<IReadOnlyList<Refund>> ListAsync(Guid orderId, CancellationToken cancellationToken = default);

    /// <summary>Lists the refunds of an order, the oldest first, one page.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page; empty when there is no such order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is out of range.</exception>
    /// <exception cref="InvalidCursorException">The cursor is none of this list.</exception>
    ValueTask<Page<Refund>> ListAsync(Guid orderId, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Has the call of a refund repeated that needs a person. One that was refused is sent under another idempotency key, one whose outcome is unknown under the same.</summary>
    /// <remarks>To retry what is being retried already changes nothing and succeeds.</remarks>
    /// <param name="refundId">The refund.</param>
    /// <param name="idempotencyKey">Makes a repeated request return what the first one did. A request that changes nothing does not use the key. Default none.</param>
    /// <param name="expectedVersion">The <see cref="Order.Version"/> that the order must have. A repeated request with the same key ignores it. Default any.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The refund as it is now, or why nothing changed.</returns>
    Task<ResolveRefundResult> RetryAsync(Guid refundId, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Records that a refund which needs a person was made another way, by bank transfer for example. No call is made for it any more.</summary>
    /// <remarks>The same request again changes nothing and succeeds.</remarks>
    /// <param name="refundId">The refund.</param>
    /// <param name="reference">What proves it: 1 to <see cref="PaymentResolution.MaxNoteLength"/> characters. Shown in <see cref="Refund.Resolution"/>.</param>
    /// <param name="attention">The reason that the person saw: nothing changes when it is another one by now. Default any.</param>
    /// <param name="idempotencyKey">Makes a repeated request return what the first one did. A request that changes nothing does not use the key. Default none.</param>
    /// <param name="expectedVersion">The <see cref="Order.Version"/> that the order must have. A repeated request with the same key ignores it. Default any.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The refund as it is now, or why nothing changed.</returns>
    /// <exception cref="ArgumentException">The reference is out of its range.</exception>
    Task<ResolveRefundResult> MarkDoneAsync(
        Guid refundId, string reference, AttentionReason? attention = null, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Ends a refund that needs a person: it is not made any more, and stays failed.</summary>
    /// <remarks>The same request again changes nothing and succeeds.</remarks>
    /// <param name="refundId">The refund.</param>
    /// <param name="reason">Why: 1 to <see cref="PaymentResolution.MaxNoteLength"/> characters. Shown in <see cref="Refund.Resolution"/>.</param>
    /// <param name="attention">The reason that the person saw: nothing changes when it is another one by now. Default any.</param>
    /// <param name="idempotencyKey">Makes a repeated request return what the first one did. A request that changes nothing does not use the key. Default none.</param>
    /// <param name="expectedVersion">The <see cref="Order.Version"/> that the order must have. A repeated request with the same key ignores it. Default any.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The refund as it is now, or why nothing changed.</returns>
    /// <exception cref="ArgumentException">The reason is out of its range.</exception>
    Task<ResolveRefundResult> GiveUpAsync(
        Guid refundId, string reason, AttentionReason? attention = null, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);
}
