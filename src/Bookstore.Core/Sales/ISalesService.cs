namespace Bookstore;

/// <summary>Orders and their payments, as committed. Orders are placed and cancelled through <see cref="IOrderWorkflow"/>.</summary>
/// <remarks>Safe for use from any number of threads. Reads throw <see cref="BookstoreStoreException"/> when the store cannot be used.</remarks>
public interface ISalesService
{
    /// <summary>Finds an order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The order, or <see langword="null"/> when there is none under this id.</returns>
    ValueTask<Order?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken = default);

    /// <summary>Lists orders, newest first, one page.</summary>
    /// <param name="query">Which orders, and which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page, and the cursor of the next one.</returns>
    /// <exception cref="ArgumentException">A member of the query is out of range.</exception>
    /// <exception cref="InvalidCursorException">The query's cursor is not one of this list.</exception>
    ValueTask<Page<Order>> ListOrdersAsync(OrderQuery query, CancellationToken cancellationToken = default);

    /// <summary>Lists the payments of an order: today one for each order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The payments; empty when there is no such order.</returns>
    ValueTask<IReadOnlyList<Payment>> ListPaymentsAsync(Guid orderId, CancellationToken cancellationToken = default);
}
