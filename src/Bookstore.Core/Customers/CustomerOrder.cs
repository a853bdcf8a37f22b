namespace Bookstore;

/// <summary>An order of a customer with all that belongs to it.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
/// <param name="Order">The order.</param>
/// <param name="Deliveries">Its deliveries, newest first.</param>
/// <param name="Refunds">Its refunds, the oldest first.</param>
/// <param name="Returns">Its returns and withdrawals, the oldest first.</param>
public sealed record CustomerOrder(Order Order, IReadOnlyList<Delivery> Deliveries, IReadOnlyList<Refund> Refunds, IReadOnlyList<Return> Returns)
{
    /// <summary>A text without what the customer wrote.</summary>
    /// <returns>The type's name and the order's id.</returns>
    public override string ToString() => $"{nameof(CustomerOrder)} {Order.Id}";
}
