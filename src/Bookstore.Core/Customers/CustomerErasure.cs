namespace Bookstore;

/// <summary>How far the erasure of a customer is.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record CustomerErasure
{
    /// <summary>The most ids in <see cref="WaitingOrders"/>: 100.</summary>
    public const int MaxWaitingOrders = 100;

    /// <summary>Whether it is done, under way, or waits for orders.</summary>
    public required CustomerErasureStatus Status { get; init; }

    /// <summary>How many orders were erased since it was asked for.</summary>
    public required int ErasedOrders { get; init; }

    /// <summary>How many orders wait until they have ended.</summary>
    public required int Waiting { get; init; }

    /// <summary>The first of the orders that wait, newest first: <see cref="MaxWaitingOrders"/> at most.</summary>
    public required IReadOnlyList<Guid> WaitingOrders { get; init; }

    /// <summary>When it was asked for, in UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}

/// <summary>The statuses of an erasure. Minor versions may add values.</summary>
public enum CustomerErasureStatus
{
    /// <summary>Nothing of the customer is left, and no record of the erasure either.</summary>
    Completed = 1,

    /// <summary>Orders are left that the background work erases now.</summary>
    InProgress = 2,

    /// <summary>Orders are left that have not ended: each is erased within about an hour of its end.</summary>
    Waiting = 3,
}
