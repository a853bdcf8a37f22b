namespace Bookstore;

/// <summary>How asking the gateway about an order's payment went.</summary>
public sealed record RefreshPaymentResult
{
    /// <summary>What happened.</summary>
    public required RefreshPaymentOutcome Outcome { get; init; }

    /// <summary>The order as it is now; <see langword="null"/> when there is none.</summary>
    public Order? Order { get; init; }
}

/// <summary>The outcomes of asking the gateway about an order's payment.</summary>
public enum RefreshPaymentOutcome
{
    /// <summary>The gateway told something new, and it is on record.</summary>
    Changed,

    /// <summary>The gateway told nothing new.</summary>
    Unchanged,

    /// <summary>The gateway did not answer, or its answer is about another payment, or this host does not have it.</summary>
    NotAnswered,

    /// <summary>There is no such order.</summary>
    OrderNotFound,
}
