using Bookstore.Storage;

namespace Bookstore;

/// <summary>What has to be true between an order and its payment at the gateway.</summary>
internal static class PaymentReconciliation
{
    /// <summary>What is wrong; <see langword="null"/> when nothing is.</summary>
    /// <param name="record">The order; <see langword="null"/> when it is not there.</param>
    /// <param name="payment">What the gateway has under its id.</param>
    /// <param name="isItsGateway">Whether that is the gateway that the order's money belongs to.</param>
    public static AuditFinding? Problem(OrderRecord? record, GatewayPayment? payment, bool isItsGateway = true)
    {
        var isHeldOrTaken = payment?.Status is GatewayPaymentStatus.Authorized or GatewayPaymentStatus.Captured;
        if (record is null)
        {
            return isHeldOrTaken ? Finding("payment_without_order", payment!.OrderId, $"The gateway has {payment.Amount} {payment.Status} for an order that is not there.") : null;
        }

        var order = record.Order;
        if (!isItsGateway)
        {
            return isHeldOrTaken ? Finding("payment_at_other_gateway", order.Id, $"The order belongs to the gateway '{record.Gateway}'; another one has {payment!.Amount} {payment.Status} for it.") : null;
        }

        if (isHeldOrTaken && payment!.Amount != order.Total)
        {
            return Finding("payment_amount_mismatch", order.Id, $"The order's total is {order.Total}; the gateway has {payment.Amount}.");
        }

        return order.Status switch
        {
            OrderStatus.Rejected or OrderStatus.Cancelled => isHeldOrTaken && record.PendingAction is null && !IsRefused(order)
                ? Finding("payment_of_closed_order", order.Id, $"The order is {order.Status} and no payment action is pending; the gateway has {payment!.Amount} {payment.Status}.")
                : null,
            OrderStatus.Created or OrderStatus.Delivered => PaidProblem(record, payment),
            _ => null,
        };
    }

    // What a gateway refused to give back is known, and a person has been told or has decided about it.
    private static bool IsRefused(Order order) => order.Resolution is not null || order.PaymentStatus == PaymentStatus.RefundFailed || order.Attention?.Reason == AttentionReason.VoidRefused;

    private static AuditFinding? PaidProblem(OrderRecord record, GatewayPayment? payment)
    {
        var order = record.Order;
        if (order is { PaymentStatus: PaymentStatus.CaptureFailed, Resolution: null } && payment?.Status == GatewayPaymentStatus.Captured)
        {
            return Finding("refused_capture_was_made", order.Id, $"The capture is on record as refused; the gateway has {payment.Amount} {payment.Status}. Mark the payment as done, or refund it.");
        }

        var fits = order.PaymentStatus switch
        {
            PaymentStatus.Captured when record.PendingAction == PaymentAction.Refund => payment?.Status is GatewayPaymentStatus.Captured or GatewayPaymentStatus.Refunded,
            PaymentStatus.Captured => payment?.Status == GatewayPaymentStatus.Captured || order.Resolution is not null,
            PaymentStatus.Refunded => payment?.Status is not (GatewayPaymentStatus.Authorized or GatewayPaymentStatus.Captured) || order.Resolution is not null,
            PaymentStatus.Authorized => payment?.Status is GatewayPaymentStatus.Authorized or GatewayPaymentStatus.Captured,
            _ => true,
        };
        return fits
            ? null
            : Finding("order_without_payment", order.Id, $"The order is {order.Status} and {order.PaymentStatus}; the gateway has {payment?.Status.ToString() ?? "nothing"}.");
    }

    private static AuditFinding Finding(string code, Guid orderId, string detail) => new(code, orderId.ToString(), detail);
}
