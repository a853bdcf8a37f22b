namespace Bookstore;

/// <summary>What a person does about work. Pure.</summary>
internal static class WorkAdvice
{
    private const string Due = "Nothing while it is done within seconds. Work that stays due has no host with background work that does it: start one that has its gateway, courier, handler or source.";

    public static string Of(WorkItem work) => work.State == WorkItemState.Due ? Due : work switch
    {
        { OrderAttention.Reason: var reason } => Of(reason),
        { DeliveryAttention.Reason: var reason } => Of(reason),
        { ReturnAttention.Reason: ReturnAttentionReason.RefundNotMade } => "Refund the copies that came by hand. The return shows what came.",
        { Kind: WorkItemKind.Return } => "Cancel what has not left the house, and receive what comes back. Cancel the return when nothing will come.",
        { Kind: WorkItemKind.Webhook, EventId: null } => "Have the receiver repaired, then retry: the endpoint is enabled and continues where it stopped.",
        { Kind: WorkItemKind.Webhook } => "Have the receiver repaired, then retry: the event is sent once more. Enable its endpoint first if it is disabled, or discard the delivery.",
        { Kind: WorkItemKind.EventHandler } => "Repair what the handler fails by, then retry: it gets the event once more. Or discard the event.",
        _ => "Find out by its last error why the notification could not be worked on, then retry.",
    };

    private static string Of(AttentionReason reason) => reason switch
    {
        AttentionReason.CaptureRefused => "Ask the gateway why. Retry, have the customer pay again, mark it as done if the money came another way, or give it up: the order is cancelled.",
        AttentionReason.VoidRefused => "Release the amount in the gateway's dashboard and mark it as done, or retry.",
        AttentionReason.RefundRefused => "Retry, pay the customer back another way and mark it as done, or give it up.",
        AttentionReason.OutcomeUnknown => "It is tried on. Look the payment up in the gateway's dashboard: mark it as done if it was made, or retry at once.",
        AttentionReason.Contradiction => "It is tried on. Compare the order with the payment in the gateway's dashboard, correct the payment there, then retry.",
        AttentionReason.AuthorizationExpiring => "Capture the amount or cancel the order before the gateway releases it, or mark it as done.",
        _ => "Answer the dispute in the gateway's dashboard, then mark it as done.",
    };

    private static string Of(DeliveryAttentionReason reason) => reason switch
    {
        DeliveryAttentionReason.BookingRefused => "Ask the courier why. Retry, book by hand and mark it as done with the tracking number, or give it up and schedule another delivery.",
        DeliveryAttentionReason.CancellationRefused => "Cancel the booking with the courier by hand and mark it as done, or retry.",
        _ => "Ask the courier whether it carries the parcel: mark it as done if it does, or retry.",
    };
}
