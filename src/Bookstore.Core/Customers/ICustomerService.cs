namespace Bookstore;

/// <summary>What the shop keeps of a customer.</summary>
/// <remarks>Safe for use from any number of threads.</remarks>
public interface ICustomerService
{
    /// <summary>Lists all that the shop keeps of a customer, for a copy that the customer may ask for (GDPR, articles 15 and 20): the orders, newest first, each with its deliveries, refunds and returns; one page.</summary>
    /// <remarks>
    /// Carts' reservations are stored without their customer, and events have ids and amounts only. A quote names its customer and is removed 15 minutes later; it is not listed. What the application or the
    /// payment gateway keeps of the customer is theirs to add.
    /// </remarks>
    /// <param name="customerId">The <see cref="Order.CustomerId"/>.</param>
    /// <param name="page">Which page: its limit is in orders.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page. The first one is empty, without a next one, for a customer whom the shop does not know.</returns>
    /// <exception cref="ArgumentException">The customer's id is empty or too long, or the page is out of range.</exception>
    /// <exception cref="InvalidCursorException">The cursor is not one of this list.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    ValueTask<Page<CustomerOrder>> ExportAsync(string customerId, PageRequest? page = null, CancellationToken cancellationToken = default);
}
