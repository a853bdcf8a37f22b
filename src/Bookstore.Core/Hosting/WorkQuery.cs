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

/// <summary>The kinds of calls to the outside that orders and deliveries need.</summary>
public enum WorkItemKind
{
    /// <summary>A call to a payment gateway: a capture, a void or a refund, or a question about a pending order.</summary>
    Payment = 1,

    /// <summary>A call to a courier: a booking or its cancellation.</summary>
    Courier = 2,
}

/// <summary>Whether a call is made by the background work or needs a person.</summary>
public enum WorkItemState
{
    /// <summary>It is due now, and the background work of a host that has the gateway or courier makes it. Work that stays due has no such host: see <see cref="IBookstoreMaintenance"/>.</summary>
    Due = 1,

    /// <summary>A person has to look at it. It may be retried in the background meanwhile.</summary>
    Attention = 2,
}
