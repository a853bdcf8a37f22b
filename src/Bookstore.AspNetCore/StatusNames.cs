using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>The names of states on the wire.</summary>
internal static class StatusNames
{
    // A newer version may have written a state that this one does not know; a list has it all the same.
    private const string Unknown = "unknown";

    public static string Of(OrderStatus status) => status switch
    {
        OrderStatus.Pending => OrderStatuses.Pending,
        OrderStatus.Created => OrderStatuses.Created,
        OrderStatus.Rejected => OrderStatuses.Rejected,
        OrderStatus.Cancelled => OrderStatuses.Cancelled,
        OrderStatus.Delivered => OrderStatuses.Delivered,
        _ => Unknown,
    };

    public static string Of(Fulfilment fulfilment) => fulfilment switch
    {
        Fulfilment.None => Fulfilments.None,
        Fulfilment.Partial => Fulfilments.Partial,
        Fulfilment.Dispatched => Fulfilments.Dispatched,
        Fulfilment.Delivered => Fulfilments.Delivered,
        Fulfilment.Returned => Fulfilments.Returned,
        _ => Unknown,
    };

    public static string Of(PaymentStatus status) => status switch
    {
        PaymentStatus.Pending => PaymentStatuses.Pending,
        PaymentStatus.Authorized => PaymentStatuses.Authorized,
        PaymentStatus.Captured => PaymentStatuses.Captured,
        PaymentStatus.CaptureFailed => PaymentStatuses.CaptureFailed,
        PaymentStatus.Declined => PaymentStatuses.Declined,
        PaymentStatus.Voided => PaymentStatuses.Voided,
        PaymentStatus.Refunded => PaymentStatuses.Refunded,
        PaymentStatus.NotRequired => PaymentStatuses.NotRequired,
        PaymentStatus.ActionRequired => PaymentStatuses.ActionRequired,
        PaymentStatus.RefundFailed => PaymentStatuses.RefundFailed,
        PaymentStatus.PartiallyRefunded => PaymentStatuses.PartiallyRefunded,
        _ => Unknown,
    };

    public static string Of(ReturnStatus status) => status switch
    {
        ReturnStatus.Requested => ReturnStatuses.Requested,
        ReturnStatus.Approved => ReturnStatuses.Approved,
        ReturnStatus.Rejected => ReturnStatuses.Rejected,
        ReturnStatus.Received => ReturnStatuses.Received,
        ReturnStatus.Completed => ReturnStatuses.Completed,
        ReturnStatus.Cancelled => ReturnStatuses.Cancelled,
        _ => Unknown,
    };

    public static ReturnStatus? ParseReturn(string? text) => text switch
    {
        ReturnStatuses.Requested => ReturnStatus.Requested,
        ReturnStatuses.Approved => ReturnStatus.Approved,
        ReturnStatuses.Rejected => ReturnStatus.Rejected,
        ReturnStatuses.Received => ReturnStatus.Received,
        ReturnStatuses.Completed => ReturnStatus.Completed,
        ReturnStatuses.Cancelled => ReturnStatus.Cancelled,
        _ => null,
    };

    public static string Of(ReturnKind kind) => kind switch
    {
        ReturnKind.Return => ReturnKinds.Return,
        ReturnKind.Withdrawal => ReturnKinds.Withdrawal,
        _ => Unknown,
    };

    public static string Of(ReturnAttentionReason reason) => reason switch
    {
        ReturnAttentionReason.NotDelivered => ReturnAttentionReasons.NotDelivered,
        ReturnAttentionReason.RefundNotMade => ReturnAttentionReasons.RefundNotMade,
        _ => Unknown,
    };

    public static string Of(RefundStatus status) => status switch
    {
        RefundStatus.Pending => RefundStatuses.Pending,
        RefundStatus.Succeeded => RefundStatuses.Succeeded,
        RefundStatus.Failed => RefundStatuses.Failed,
        _ => Unknown,
    };

    public static string Of(DisputeStatus status) => status switch
    {
        DisputeStatus.Open => DisputeStatuses.Open,
        DisputeStatus.Won => DisputeStatuses.Won,
        DisputeStatus.Lost => DisputeStatuses.Lost,
        _ => Unknown,
    };

    public static string Of(AttentionReason reason) => reason switch
    {
        AttentionReason.CaptureRefused => AttentionReasons.CaptureRefused,
        AttentionReason.VoidRefused => AttentionReasons.VoidRefused,
        AttentionReason.RefundRefused => AttentionReasons.RefundRefused,
        AttentionReason.OutcomeUnknown => AttentionReasons.OutcomeUnknown,
        AttentionReason.Contradiction => AttentionReasons.Contradiction,
        AttentionReason.AuthorizationExpiring => AttentionReasons.AuthorizationExpiring,
        AttentionReason.Disputed => AttentionReasons.Disputed,
        _ => Unknown,
    };

    public static string Of(CustomerErasureStatus status) => status switch
    {
        CustomerErasureStatus.Completed => CustomerErasureStatuses.Completed,
        CustomerErasureStatus.InProgress => CustomerErasureStatuses.InProgress,
        CustomerErasureStatus.Waiting => CustomerErasureStatuses.Waiting,
        _ => Unknown,
    };

    public static string Of(WorkItemKind kind) => kind switch
    {
        WorkItemKind.Payment => WorkKinds.Payment,
        WorkItemKind.Courier => WorkKinds.Courier,
        WorkItemKind.Refund => WorkKinds.Refund,
        WorkItemKind.Webhook => WorkKinds.Webhook,
        WorkItemKind.Inbox => WorkKinds.Inbox,
        WorkItemKind.EventHandler => WorkKinds.EventHandler,
        WorkItemKind.Return => WorkKinds.Return,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public static string Of(DeliveryAttentionReason reason) => reason switch
    {
        DeliveryAttentionReason.BookingRefused => DeliveryAttentionReasons.BookingRefused,
        DeliveryAttentionReason.CancellationRefused => DeliveryAttentionReasons.CancellationRefused,
        DeliveryAttentionReason.OutcomeUnknown => DeliveryAttentionReasons.OutcomeUnknown,
        _ => Unknown,
    };

    public static string Of(PaymentResolutionKind kind) => kind switch
    {
        PaymentResolutionKind.MarkedDone => PaymentResolutionKinds.MarkedDone,
        PaymentResolutionKind.GivenUp => PaymentResolutionKinds.GivenUp,
        _ => Unknown,
    };

    public static string Of(PaymentAction action) => action switch
    {
        PaymentAction.Capture => PaymentActions.Capture,
        PaymentAction.Void => PaymentActions.Void,
        PaymentAction.Refund => PaymentActions.Refund,
        PaymentAction.Authorize => PaymentActions.Authorize,
        _ => Unknown,
    };

    public static string Of(ReservationStatus status) => status switch
    {
        ReservationStatus.Held => ReservationStatuses.Held,
        ReservationStatus.Released => ReservationStatuses.Released,
        ReservationStatus.Expired => ReservationStatuses.Expired,
        ReservationStatus.Ordered => ReservationStatuses.Ordered,
        _ => Unknown,
    };

    public static string Of(WebhookDisableReason reason) => reason switch
    {
        WebhookDisableReason.Requested => WebhookDisableReasons.Requested,
        WebhookDisableReason.Gone => WebhookDisableReasons.Gone,
        WebhookDisableReason.TriesUsedUp => WebhookDisableReasons.TriesUsedUp,
        WebhookDisableReason.FailingForDays => WebhookDisableReasons.FailingForDays,
        _ => Unknown,
    };

    public static string Of(WebhookDeliveryState state) => state switch
    {
        WebhookDeliveryState.Delivered => WebhookDeliveryStates.Delivered,
        WebhookDeliveryState.Failed => WebhookDeliveryStates.Failed,
        WebhookDeliveryState.Retrying => WebhookDeliveryStates.Retrying,
        WebhookDeliveryState.Waiting => WebhookDeliveryStates.Waiting,
        WebhookDeliveryState.Parked => WebhookDeliveryStates.Parked,
        _ => Unknown,
    };

    public static Fulfilment? ParseFulfilment(string? text)
    {
        foreach (var known in Enum.GetValues<Fulfilment>())
        {
            if (Of(known) == text)
            {
                return known;
            }
        }

        return null;
    }

    public static PaymentStatus? ParsePayment(string? text)
    {
        foreach (var known in Enum.GetValues<PaymentStatus>())
        {
            if (Of(known) == text)
            {
                return known;
            }
        }

        return null;
    }

    public static bool TryParseAttention(string text, out AttentionReason reason)
    {
        reason = Array.Find(Enum.GetValues<AttentionReason>(), known => Of(known) == text);
        return reason != default;
    }

    public static DeliveryAttentionReason? ParseDeliveryAttention(string text)
    {
        foreach (var known in Enum.GetValues<DeliveryAttentionReason>())
        {
            if (Of(known) == text)
            {
                return known;
            }
        }

        return null;
    }

    public static string Of(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Scheduled => DeliveryStatuses.Scheduled,
        DeliveryStatus.Dispatched => DeliveryStatuses.Dispatched,
        DeliveryStatus.InTransit => DeliveryStatuses.InTransit,
        DeliveryStatus.Delivered => DeliveryStatuses.Delivered,
        DeliveryStatus.Failed => DeliveryStatuses.Failed,
        DeliveryStatus.Returned => DeliveryStatuses.Returned,
        DeliveryStatus.Cancelled => DeliveryStatuses.Cancelled,
        DeliveryStatus.Lost => DeliveryStatuses.Lost,
        _ => Unknown,
    };

    public static string Of(AuditKind kind) => kind switch
    {
        AuditKind.Verification => AuditKinds.Verify,
        AuditKind.Reconciliation => AuditKinds.Reconcile,
        _ => Unknown,
    };

    public static string Of(AuditRunStatus status) => status switch
    {
        AuditRunStatus.Running => AuditStatuses.Running,
        AuditRunStatus.Completed => AuditStatuses.Completed,
        AuditRunStatus.Stopped => AuditStatuses.Stopped,
        AuditRunStatus.Failed => AuditStatuses.Failed,
        _ => Unknown,
    };

    public static string Of(StockMovementKind kind) => kind switch
    {
        StockMovementKind.Received => StockMovementKinds.Received,
        StockMovementKind.Reserved => StockMovementKinds.Reserved,
        StockMovementKind.Released => StockMovementKinds.Released,
        StockMovementKind.Shipped => StockMovementKinds.Shipped,
        StockMovementKind.Returned => StockMovementKinds.Returned,
        StockMovementKind.Adjusted => StockMovementKinds.Adjusted,
        _ => Unknown,
    };

    public static OrderStatus? ParseOrder(string? text) => text switch
    {
        OrderStatuses.Pending => OrderStatus.Pending,
        OrderStatuses.Created => OrderStatus.Created,
        OrderStatuses.Rejected => OrderStatus.Rejected,
        OrderStatuses.Cancelled => OrderStatus.Cancelled,
        OrderStatuses.Delivered => OrderStatus.Delivered,
        _ => null,
    };

    public static DeliveryStatus? ParseDelivery(string? text) => text switch
    {
        DeliveryStatuses.Scheduled => DeliveryStatus.Scheduled,
        DeliveryStatuses.Dispatched => DeliveryStatus.Dispatched,
        DeliveryStatuses.InTransit => DeliveryStatus.InTransit,
        DeliveryStatuses.Delivered => DeliveryStatus.Delivered,
        DeliveryStatuses.Failed => DeliveryStatus.Failed,
        DeliveryStatuses.Returned => DeliveryStatus.Returned,
        DeliveryStatuses.Cancelled => DeliveryStatus.Cancelled,
        DeliveryStatuses.Lost => DeliveryStatus.Lost,
        _ => null,
    };
}
