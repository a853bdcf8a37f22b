namespace Bookstore;

/// <summary>How resuming a pending order went.</summary>
public sealed record ResumeOrderResult
{
    /// <summary>What happened.</summary>
    public required ResumeOrderOutcome Outcome { get; init; }

    /// <summary>The order as it is now; <see langword="null"/> when there is none.</summary>
    public Order? Order { get; init; }
}

/// <summary>The outcomes of resuming an order.</summary>
public enum ResumeOrderOutcome
{
    /// <summary>The gateway was asked, or another host works on the order at this moment, or its gateway is one that this host does not have. The order may still be pending.</summary>
    Resumed,

    /// <summary>There is no such order.</summary>
    OrderNotFound,

    /// <summary>The order is not pending: there is nothing to ask its gateway about.</summary>
    NotPending,

    /// <summary>The order does not have the version that was expected; its gateway was not asked.</summary>
    PreconditionFailed,
}
