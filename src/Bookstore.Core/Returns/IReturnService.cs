namespace Bookstore;

/// <summary>Takes copies of orders back: requested, approved or rejected, received, completed. Receives withdrawals.</summary>
/// <remarks>
/// What came decides the refund, and not what was announced. An open return reserves its copies: no other return can be about them. Safe for use from any number of threads. To move a return where it is
/// already changes nothing and succeeds.
/// </remarks>
public interface IReturnService
{
    /// <summary>Requests a return of copies that have arrived.</summary>
    /// <param name="request">The order and the copies.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The return, or why there is none.</returns>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    Task<CreateReturnResult> CreateAsync(CreateReturnRequest request, CancellationToken cancellationToken = default);

    /// <summary>Receives a customer's withdrawal, which is on record at once as a return with a <see cref="Return.Receipt"/>: approved, or <see cref="ReturnStatus.Requested"/> where the shop has to decide, because it is late or
    /// nothing is left to give back.</summary>
    /// <remarks>It is accepted in every status of the order. Of copies that are in another open return or were given back, the receipt tells, and the lines do not.</remarks>
    /// <param name="request">The order, the copies and what the customer wrote.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The return with its receipt, or why there is none.</returns>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    Task<CreateReturnResult> WithdrawAsync(WithdrawRequest request, CancellationToken cancellationToken = default);

    /// <summary>Finds a return.</summary>
    /// <param name="returnId">The return.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The return, or <see langword="null"/>.</returns>
    ValueTask<Return?> FindAsync(Guid returnId, CancellationToken cancellationToken = default);

    /// <summary>Lists the returns of an order, the oldest first: <see cref="Order.MaxReturns"/> at most.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The returns; empty when there is no such order.</returns>
    ValueTask<IReadOnlyList<Return>> ListAsync(Guid orderId, CancellationToken cancellationToken = default);

    /// <summary>Lists the returns of an order, the oldest first, one page.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page; empty when there is no such order.</returns>
    /// <exception cref="InvalidCursorException">The cursor is not of this list.</exception>
    ValueTask<Page<Return>> ListAsync(Guid orderId, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Lists the returns of all orders, the newest first.</summary>
    /// <param name="query">Which of them.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page.</returns>
    /// <exception cref="InvalidCursorException">The cursor is not of this list.</exception>
    ValueTask<Page<Return>> ListAsync(ReturnQuery query, CancellationToken cancellationToken = default);

    /// <summary>Approves a requested return.</summary>
    /// <param name="returnId">The return.</param>
    /// <param name="expectedVersion">What is expected of <see cref="Return.Version"/>; <see langword="null"/> (default) for nothing.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The return as it is now, or why nothing changed.</returns>
    Task<MoveReturnResult> ApproveAsync(Guid returnId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Rejects a requested return.</summary>
    /// <param name="returnId">The return.</param>
    /// <param name="reason">Why: 1 to <see cref="Return.MaxReasonLength"/> characters. Shown in <see cref="Return.RejectionReason"/>.</param>
    /// <param name="expectedVersion">What is expected of <see cref="Return.Version"/>; <see langword="null"/> (default) for nothing.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The return as it is now, or why nothing changed.</returns>
    /// <exception cref="ArgumentException">The reason is out of its range.</exception>
    Task<MoveReturnResult> RejectAsync(Guid returnId, string reason, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Records what came of an approved return. The copies are in stock again, or written off with the return's id as the reference, and by <see cref="ReturnOptions.RefundPolicy"/> their refund is made in the same
    /// commit.</summary>
    /// <param name="request">What came.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The return as it is now, or why nothing changed.</returns>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    Task<MoveReturnResult> ReceiveAsync(ReceiveReturnRequest request, CancellationToken cancellationToken = default);

    /// <summary>Completes a received return.</summary>
    /// <param name="returnId">The return.</param>
    /// <param name="expectedVersion">What is expected of <see cref="Return.Version"/>; <see langword="null"/> (default) for nothing.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The return as it is now, or why nothing changed.</returns>
    Task<MoveReturnResult> CompleteAsync(Guid returnId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Cancels a return that is requested or approved. Its copies can be returned by another one.</summary>
    /// <param name="returnId">The return.</param>
    /// <param name="expectedVersion">What is expected of <see cref="Return.Version"/>; <see langword="null"/> (default) for nothing.</param>
    /// <param name="cancellationToken">Gives up before the write was gathered.</param>
    /// <returns>The return as it is now, or why nothing changed.</returns>
    Task<MoveReturnResult> CancelAsync(Guid returnId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);
}
