using Bookstore.Storage;

namespace Bookstore;

/// <summary>What has to be true between an order and its payment at the gateway.</summary>
internal static class PaymentReconciliation
{
    /// <summary>What is wrong; <see langword="null"/> when nothing is.</summary>
    /// <param name="record">The order; <see langword="null"/> when it is not there.</param>
    /// <param name="payment">What the gateway has under its id.</param>
    /// <param name="isItsGateway">Whether that is the gateway that the order's money belongs to.</param>
    /// <param name="elsewhere">What of the order's refunds a person made without the gateway, in minor units: see <see cref="RefundsElsewhere"/>.</param>
    public static AuditFinding? Problem(OrderRecord? record, GatewayPayment? payment, bool isItsGateway = true, long elsewhere = 0)
    {
        var isHeldOrTaken = IsHeldOrTaken(payment);
        if (record is null)
        {
            return isHeldOrTaken ? Finding("payment_without_order", payment!.OrderId, $"The gateway has {payment.Amount} {payment.Status} for an order that is not there.") : null;
        }

        var order = record.Order;
        if (!isItsGateway)
        {
            return isHeldOrTaken ? Finding("payment_at_other_gateway", order.Id, $"The order belongs to the gateway '{record.Gateway}'; another one has {payment!.Amount} {payment.Status} for it.") : null;
        }

        var amount = payment?.Status == GatewayPaymentStatus.Captured ? GuardedGateway.ToCapture(order) : order.Total;
        if (isHeldOrTaken && payment!.Amount != amount)
        {
            return Finding("payment_amount_mismatch", order.Id, $"The order's payment is {amount}; the gateway has {payment.Amount} {payment.Status}.");
        }

        return order.Status switch
        {
            OrderStatus.Rejected or OrderStatus.Cancelled => isHeldOrTaken && record.PendingAction is null && !IsOnItsWay(order) && !IsKnown(order, payment!)
                ? Finding("payment_of_closed_order", order.Id, $"The order is {order.Status}, its payment {order.PaymentStatus}, and no payment action is pending; the gateway has {payment!.Amount} {payment.Status}.")
                : null,
            OrderStatus.Created or OrderStatus.Delivered => PaidProblem(record, payment),
            _ => null,
        } ?? RefundProblem(record, payment, elsewhere) ?? DisputeProblem(order, payment);
    }

    /// <summary>What is wrong with a payment that the gateway has under an order's id beside the one that the order knows; <see langword="null"/> when nothing is.</summary>
    /// <param name="record">The order; <see langword="null"/> when it is not there.</param>
    /// <param name="payment">That payment.</param>
    /// <param name="isItsGateway">Whether that is the gateway that the order's money belongs to.</param>
    /// <param name="elsewhere">See <see cref="Problem"/>.</param>
    public static AuditFinding? ProblemOfSecond(OrderRecord? record, GatewayPayment payment, bool isItsGateway, long elsewhere)
    {
        if (!IsHeldOrTaken(payment))
        {
            return null;
        }

        return record is null || !isItsGateway || IsItsPayment(record.Order, payment)
            ? Problem(record, payment, isItsGateway, elsewhere)
            : Finding("second_payment", record.Order.Id, $"The order's payment is '{record.Order.PaymentTransactionId}'; the gateway also has '{payment.TransactionId}', {payment.Amount} {payment.Status}. No payment action will undo it.");
    }

    private static bool IsHeldOrTaken(GatewayPayment? payment) => payment?.Status is GatewayPaymentStatus.Authorized or GatewayPaymentStatus.Captured;

    // The amount of this payment that a gateway refused to let go, while a person is asked for; after that, in the state that the person decided about.
    private static bool IsKnown(Order order, GatewayPayment payment) => IsItsPayment(order, payment) && payment.Status switch
    {
        _ when order.Attention?.Reason == AttentionReason.VoidRefused => true,
        GatewayPaymentStatus.Authorized => order.Resolution?.Action == PaymentAction.Void,
        GatewayPaymentStatus.Captured => order.PaymentStatus == PaymentStatus.RefundFailed || order.Resolution?.Action == PaymentAction.Refund,
        _ => false,
    };

    // What has no id on one of the sides cannot be distinguished.
    private static bool IsItsPayment(Order order, GatewayPayment payment) =>
        GuardedGateway.TransactionIdOf(payment.TransactionId) is not { Length: > 0 } id || string.IsNullOrEmpty(order.PaymentTransactionId) || string.Equals(id, order.PaymentTransactionId, StringComparison.Ordinal);

    // All that was captured was given back, or is being given back.
    private static bool IsOnItsWay(Order order) => order.RefundPending.MinorUnits > 0 && order.Refundable.MinorUnits == 0;

    // What is pending may have been made, and its answer lost. What a person made another way, the gateway does not know.
    private static AuditFinding? RefundProblem(OrderRecord record, GatewayPayment? payment, long elsewhere)
    {
        var order = record.Order;
        if (payment is not { Amount: { } amount, Status: GatewayPaymentStatus.Captured or GatewayPaymentStatus.Refunded }
            || !RefundSums.IsCaptured(order.PaymentStatus) || record.PendingAction is not null || !IsItsPayment(order, payment))
        {
            return null;
        }

        var given = payment.Refunded ?? (payment.Status == GatewayPaymentStatus.Refunded ? amount : amount * 0);
        if (given.MinorUnits > order.Refunded.MinorUnits + order.RefundPending.MinorUnits)
        {
            return Finding("refund_not_recorded", order.Id, $"The gateway has given {given} back; {order.Refunded} are on record, and {order.RefundPending} are pending. A refund was made at the gateway by hand, or was given up after it had been made.");
        }

        return given.MinorUnits < order.Refunded.MinorUnits - elsewhere
            ? Finding("refund_missing", order.Id, $"The gateway has given {given} back; {Money.FromStored(order.Refunded.MinorUnits - elsewhere, order.Total.Currency)} are on record as made by it.")
            : null;
    }

    private static AuditFinding? DisputeProblem(Order order, GatewayPayment? payment) =>
        payment?.Dispute is { } told && (RefundSums.IsCaptured(order.PaymentStatus) || order is { Status: OrderStatus.Created, PaymentStatus: PaymentStatus.Authorized }) && (order.Dispute?.Status != told.Status || !string.Equals(order.Dispute.Id, GuardedGateway.TransactionIdOf(told.Id), StringComparison.Ordinal))
            ? Finding("dispute_not_recorded", order.Id, $"The gateway has a dispute that is {told.Status}; {order.Dispute?.Status.ToString() ?? "none"} is on record. RefreshPaymentAsync records it.")
            : null;

    private static bool IsCapturedElsewhere(Order order) => order.Resolution is { Kind: PaymentResolutionKind.MarkedDone, Action: PaymentAction.Capture };

    private static AuditFinding? PaidProblem(OrderRecord record, GatewayPayment? payment)
    {
        var order = record.Order;
        if (order.PaymentStatus == PaymentStatus.CaptureFailed && payment?.Status == GatewayPaymentStatus.Captured)
        {
            return Finding("refused_capture_was_made", order.Id, $"The capture is on record as refused; the gateway has {payment.Amount} {payment.Status}. Mark the payment as done, or refund it.");
        }

        var fits = order.PaymentStatus switch
        {
            PaymentStatus.Captured or PaymentStatus.PartiallyRefunded when record.PendingAction == PaymentAction.Refund || IsOnItsWay(order) => payment?.Status is GatewayPaymentStatus.Captured or GatewayPaymentStatus.Refunded,
            PaymentStatus.Captured => payment?.Status == GatewayPaymentStatus.Captured || (IsCapturedElsewhere(order) && payment?.Status != GatewayPaymentStatus.Refunded),
            PaymentStatus.PartiallyRefunded => payment?.Status is GatewayPaymentStatus.Captured or GatewayPaymentStatus.Refunded,
            PaymentStatus.Refunded or PaymentStatus.RefundFailed => !IsHeldOrTaken(payment) || IsKnown(order, payment!),
            PaymentStatus.Authorized => payment?.Status is GatewayPaymentStatus.Authorized or GatewayPaymentStatus.Captured,
            _ => true,
        };
        return fits
            ? null
            : Finding("order_without_payment", order.Id, $"The order is {order.Status} and {order.PaymentStatus}; the gateway has {payment?.Status.ToString() ?? "nothing"}.");
    }

    private static AuditFinding Finding(string code, Guid orderId, string detail) => new(code, orderId.ToString(), detail);
}
