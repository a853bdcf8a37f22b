using Bookstore.Storage;

namespace Bookstore;

/// <summary>When a person is needed for an order's payment, and when no longer. Pure.</summary>
internal static class PaymentAttention
{
    /// <summary>After so many tries without a result, about a quarter of an hour with the default pauses, the order needs attention; the tries continue.</summary>
    public const int AttemptsUntilTold = 10;

    /// <summary>The order after a call that was answered: a refusal needs a person, and a result ends an earlier need.</summary>
    public static OrderRecord After(OrderRecord order, OrderTrigger trigger, string? code, DateTimeOffset now)
    {
        // A confirmed order whose payment was released is still to be paid.
        if (trigger is OrderTrigger.Voided or OrderTrigger.VoidedTooEarly && order.Order.Status == OrderStatus.Created)
        {
            return order;
        }

        // A dispute is the bank's to decide, whatever becomes of the shop's own calls.
        var needed = ReasonOf(trigger);
        var attention = needed is { } reason ? new OrderAttention(reason, code, now) : order.Order.Attention is { Reason: AttentionReason.Disputed } disputed ? disputed : null;

        // Why an order was rejected is the first answer to its request, and stays.
        var failureCode = needed is null || order.Order.Status == OrderStatus.Rejected ? order.Order.PaymentFailureCode : code;
        return attention is null && order.Order.Attention is null
            ? order
            : order with { Order = order.Order with { Attention = attention, PaymentFailureCode = failureCode } };
    }

    /// <summary>The order after a call whose outcome is not known.</summary>
    public static OrderRecord AfterUnknown(OrderRecord order, bool isContradiction, DateTimeOffset now)
    {
        var needed = isContradiction
            ? AttentionReason.Contradiction
            : order.PendingAction is not null && order.Attempts >= AttemptsUntilTold ? AttentionReason.OutcomeUnknown : (AttentionReason?)null;
        return needed is not { } reason || (order.Order.Attention is { } known && (known.Reason == reason || !isContradiction))
            ? order
            : order with { Order = order.Order with { Version = order.Version + 1, Attention = new OrderAttention(reason, null, now) } };
    }

    private static AttentionReason? ReasonOf(OrderTrigger trigger) => trigger switch
    {
        OrderTrigger.CaptureRefused or OrderTrigger.DeclinedAgain or OrderTrigger.GiveUpAgain or OrderTrigger.AuthorizationExpired => AttentionReason.CaptureRefused,
        OrderTrigger.AuthorizationExpiring => AttentionReason.AuthorizationExpiring,
        OrderTrigger.VoidRefused => AttentionReason.VoidRefused,
        OrderTrigger.RefundRefused => AttentionReason.RefundRefused,
        _ => null,
    };
}
