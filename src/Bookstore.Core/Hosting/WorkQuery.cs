namespace Bookstore;

/// <summary>Which work to list. All work that is due or needs a person, when nothing is set.</summary>
public sealed record WorkQuery
{
    /// <summary>Work of this kind only.</summary>
    public WorkItemKind? Kind { get; init; }

    /// <summary>Work in this state only.</summary>
    public WorkItemState? State { get; init; }

    /// <summary>How many items a page holds, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }
}

/// <summary>The kinds of work towards the outside.</summary>
public enum WorkItemKind
{
    /// <summary>A call to a payment gateway: a capture or a void, or a question about a pending order.</summary>
    Payment = 1,

    /// <summary>A call to a courier: a booking or its cancellation.</summary>
    Courier = 2,

    /// <summary>A call to a payment gateway that gives money back.</summary>
    Refund = 3,

    /// <summary>An event that a webhook endpoint has not accepted, or an endpoint that was disabled because of failures.</summary>
    Webhook = 4,

    /// <summary>A notification that came in from outside, such as one of a payment gateway.</summary>
    Inbox = 5,

    /// <summary>An event that an event handler of the application has failed to deal with.</summary>
    EventHandler = 6,

    /// <summary>A return that a person has to look at. It needs no call, and is settled by <see cref="IReturnService"/>.</summary>
    Return = 7,
}

/// <summary>Whether work is done in the background or needs a person.</summary>
public enum WorkItemState
{
    /// <summary>It is due now, and the background work of a host that has the gateway, courier, handler or source does it. Work that stays due has no such host: see <see cref="IBookstoreMaintenance"/>.</summary>
    Due = 1,

    /// <summary>A person has to look at it. It may be retried in the background meanwhile.</summary>
    Attention = 2,
}
