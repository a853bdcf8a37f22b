using Bookstore.Storage;

namespace Bookstore;

/// <summary>What the operations on an order in progress have in common.</summary>
internal static class PendingOrder
{
    /// <summary>The order as the batch has it now. Orders are never removed.</summary>
    public static OrderRecord Load(WorkingSet records, OrderRecord order) => records.Orders.Find(order.Order.Id)
        ?? throw new InvalidOperationException($"Order {order.Order.Id} was written and is not there any more.");
}
