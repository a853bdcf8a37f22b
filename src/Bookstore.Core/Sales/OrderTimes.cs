using Bookstore.Storage;

namespace Bookstore;

/// <summary>When an order was opened, in the time that everything is compared in.</summary>
internal static class OrderTimes
{
    /// <summary>When the order was opened, in the store's time: its id tells it. What it shows, <see cref="Order.CreatedAt"/>, is by the clock of the host that opened it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="now">The store's time.</param>
    /// <returns>The time, not after <paramref name="now"/>. For an id that was not made here, the time that the order shows.</returns>
    public static DateTimeOffset OpenedAt(this OrderRecord order, DateTimeOffset now)
    {
        var opened = TimeOrderedIds.TimeOf(order.Order.Id) ?? order.Order.CreatedAt;
        return opened < now ? opened : now;
    }
}
