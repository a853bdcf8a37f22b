namespace Bookstore;

/// <summary>Checks the shop's promises on its own records, and against the gateway's.</summary>
/// <remarks>Reads only, in pages, beside running sales. Safe for use from any number of threads.</remarks>
public interface IBookstoreAudit
{
    /// <summary>
    /// Checks the stock and the orders: <c>0 &lt;= reserved &lt;= on hand</c>; each level is the sum of its movements; what is reserved is the sum of
    /// what is held; an order that is pending or created and not dispatched holds its lines, any other order holds nothing; each debt has its order;
    /// each idempotency key stands for at most one order, which is there.
    /// </summary>
    /// <param name="request">How much to check, and where to continue.</param>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>What was found. No finding is what you want.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    /// <exception cref="InvalidCursorException">The request's position is not one of a report.</exception>
    Task<AuditReport> VerifyAsync(AuditRequest? request = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Compares the orders with the gateway: every authorization that is neither voided nor refunded belongs to exactly one order that is pending,
    /// created or delivered and equals its total; a rejected or cancelled order has none, or a pending payment action that will undo it. Only the gateways of this host
    /// are asked, and only about orders that belong to them.
    /// </summary>
    /// <param name="request">How much to check, and where to continue.</param>
    /// <param name="cancellationToken">Stops between two payments.</param>
    /// <returns>What was found. No finding is what you want.</returns>
    /// <exception cref="BookstoreException">A gateway did not answer within <see cref="BookstoreOptions.GatewayTimeout"/>, which bounds each call and each step of its listing.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    /// <exception cref="InvalidCursorException">The request's position is not one of a report.</exception>
    Task<AuditReport> ReconcileAsync(AuditRequest? request = null, CancellationToken cancellationToken = default);
}
