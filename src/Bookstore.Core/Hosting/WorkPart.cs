namespace Bookstore;

/// <summary>The parts of the list of work, in its order. Cursors contain the numbers.</summary>
internal enum WorkPart : byte
{
    /// <summary>Orders that need a person for another reason than one of their refunds, newest first.</summary>
    OrdersToAttend = 1,

    /// <summary>Refunds that were refused, newest first.</summary>
    RefundsRefused = 2,

    /// <summary>Refunds that are tried on and need a person, newest first.</summary>
    RefundsUnclear = 3,

    /// <summary>Deliveries that need a person, newest first.</summary>
    DeliveriesToAttend = 4,

    /// <summary>Webhook endpoints that were disabled because of failures, newest first.</summary>
    EndpointsDisabled = 5,

    /// <summary>Events that a webhook endpoint or an event handler does not get any more without a person, newest first.</summary>
    EventsParked = 6,

    /// <summary>Notifications that could not be worked on.</summary>
    NotificationsParked = 7,

    /// <summary>Returns that need a person, the longest waiting first.</summary>
    ReturnsToAttend = 8,

    /// <summary>Pending payment actions that are due.</summary>
    Settlement = 9,

    /// <summary>Pending orders whose gateway has to be asked.</summary>
    Recovery = 10,

    /// <summary>Orders whose customer has to act at the bank, and whose gateway has to be asked.</summary>
    CustomerAction = 11,

    /// <summary>Refunds that are due.</summary>
    RefundsDue = 12,

    /// <summary>Courier calls that are due.</summary>
    Couriers = 13,

    /// <summary>Events that are due to be sent or handled once more.</summary>
    EventsDue = 14,

    /// <summary>Notifications that are due.</summary>
    NotificationsDue = 15,
}

/// <summary>What the parts have.</summary>
internal static class WorkParts
{
    public static WorkItemState StateOf(WorkPart part) => part <= WorkPart.ReturnsToAttend ? WorkItemState.Attention : WorkItemState.Due;

    public static bool Has(WorkPart part, WorkItemKind kind) => part switch
    {
        WorkPart.RefundsRefused or WorkPart.RefundsUnclear or WorkPart.RefundsDue => kind == WorkItemKind.Refund,
        WorkPart.DeliveriesToAttend or WorkPart.Couriers => kind == WorkItemKind.Courier,
        WorkPart.EndpointsDisabled => kind == WorkItemKind.Webhook,
        WorkPart.EventsParked or WorkPart.EventsDue => kind is WorkItemKind.Webhook or WorkItemKind.EventHandler,
        WorkPart.NotificationsParked or WorkPart.NotificationsDue => kind == WorkItemKind.Inbox,
        WorkPart.ReturnsToAttend => kind == WorkItemKind.Return,
        _ => kind == WorkItemKind.Payment,
    };
}
