using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The work that can be left to do on an order. The numbers are stored: they never change their meaning.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public enum OrderWork
{
    /// <summary>The order is <see cref="OrderStatus.Pending"/> and does not wait for its customer: its payment has to be found out.</summary>
    Recovery = 0,

    /// <summary>A payment action is pending: <see cref="OrderRecord.PendingAction"/> is set.</summary>
    Settlement = 1,

    /// <summary>The order is <see cref="OrderStatus.Pending"/> and waits for its customer (<see cref="PaymentStatus.ActionRequired"/>): the gateway has to be asked whether they have acted.</summary>
    CustomerAction = 2,
}

/// <summary>Which orders have which work. A store keeps the result and knows no rule of its own.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public static class OrderWorks
{
    /// <summary>Returns the one status that all orders with this work have, so that a store may find them by their status; <see langword="null"/> when they have several.</summary>
    /// <param name="work">The work.</param>
    /// <returns>The status, or <see langword="null"/>.</returns>
    public static OrderStatus? StatusOf(OrderWork work) => work == OrderWork.Settlement ? null : OrderStatus.Pending;

    internal static OrderWork? Of(OrderRecord order)
    {
        if (order.PendingAction is not null)
        {
            return OrderWork.Settlement;
        }

        return order.Order.Status != OrderStatus.Pending
            ? null
            : order.Order.PaymentStatus == PaymentStatus.ActionRequired ? OrderWork.CustomerAction : OrderWork.Recovery;
    }
}
