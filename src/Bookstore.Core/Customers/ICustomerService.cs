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

    /// <summary>Erases a customer (GDPR, article 17): the customer's id, metadata, labels, notes and reasons of the orders, the addresses and labels of their deliveries, the texts of their refunds and returns. Books, amounts, stock and the gateway's ids stay.</summary>
    /// <remarks>
    /// It works for a few seconds; what is left is erased in the background, also after a restart. An order that has not ended waits: one that is pending, on its way, needs a person, has a pending refund, an open return or dispute, or is confirmed without a
    /// delivery and was changed within 30 days. Orders that are placed later are not erased. Call it again to see how far it is; when it is completed there is no record of it either, and the result is <see langword="null"/>.
    /// Each order gets an id of its own in place of the customer's and raises <c>order.erased</c>. See the page on privacy for what a store's files may hold on to for a while.
    /// </remarks>
    /// <param name="customerId">The <see cref="Order.CustomerId"/>. Not one that many customers share.</param>
    /// <param name="cancellationToken">Gives up waiting; what has begun continues in the background.</param>
    /// <returns>How far it is; <see langword="null"/> for a customer whom the shop does not know.</returns>
    /// <exception cref="ArgumentException">The customer's id is empty or too long, or one of <see cref="BookstoreOptions.SharedCustomerIds"/>.</exception>
    /// <exception cref="BookstoreOverloadedException">Too many writes wait. Nothing was written.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<CustomerErasure?> EraseAsync(string customerId, CancellationToken cancellationToken = default);
}
