namespace Bookstore.Operating;

/// <summary>The colour of each state. It only supports the text beside it.</summary>
internal static class Tones
{
    public const string Good = "good";
    public const string Busy = "busy";
    public const string Warn = "warn";
    public const string Bad = "bad";
    public const string Calm = "calm";

    public static string Of(OrderStatus status) => status switch
    {
        OrderStatus.Pending => Busy,
        OrderStatus.Created => Good,
        OrderStatus.Delivered => Good,
        _ => Calm,
    };

    public static string Of(PaymentStatus status) => status switch
    {
        PaymentStatus.Captured or PaymentStatus.NotRequired => Good,
        PaymentStatus.Pending or PaymentStatus.Authorized => Busy,
        PaymentStatus.ActionRequired or PaymentStatus.PartiallyRefunded => Warn,
        PaymentStatus.CaptureFailed or PaymentStatus.RefundFailed or PaymentStatus.Declined => Bad,
        _ => Calm,
    };

    public static string Of(Fulfilment fulfilment) => fulfilment switch
    {
        Fulfilment.Delivered => Good,
        Fulfilment.Partial or Fulfilment.Dispatched => Busy,
        _ => Calm,
    };

    public static string Of(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Delivered => Good,
        DeliveryStatus.Dispatched or DeliveryStatus.InTransit or DeliveryStatus.Scheduled => Busy,
        DeliveryStatus.Failed or DeliveryStatus.Lost => Bad,
        _ => Calm,
    };

    public static string Of(RefundStatus status) => status switch
    {
        RefundStatus.Succeeded => Good,
        RefundStatus.Pending => Busy,
        _ => Bad,
    };

    public static string Of(WebhookDeliveryState state) => state switch
    {
        WebhookDeliveryState.Delivered => Good,
        WebhookDeliveryState.Retrying or WebhookDeliveryState.Waiting => Warn,
        _ => Bad,
    };

    public static string Of(AuditRunStatus status) => status switch
    {
        AuditRunStatus.Completed => Good,
        AuditRunStatus.Running => Busy,
        _ => Bad,
    };

    public static string Of(ReturnStatus status) => status switch
    {
        ReturnStatus.Completed or ReturnStatus.Received => Good,
        ReturnStatus.Requested => Warn,
        ReturnStatus.Approved => Busy,
        _ => Calm,
    };
}
