namespace Bookstore;

/// <summary>How many copies of one book there are, and how many of them are reserved.</summary>
/// <remarks>At every commit <c>0 &lt;= Reserved &lt;= OnHand + BackorderLimit</c>, and no more copies are allocated, <c>Reserved - Waiting</c>, than are on hand. Immutable and safe to share between threads.</remarks>
public sealed record StockLevel
{
    /// <summary>The most copies of one book that can be on hand: 1,000,000,000.</summary>
    public const int MaxOnHand = 1_000_000_000;

    /// <summary>The book.</summary>
    public required Isbn Isbn { get; init; }

    /// <summary>Copies in the warehouse.</summary>
    public required int OnHand { get; init; }

    /// <summary>Copies held for open orders and carts, those that are still to come included.</summary>
    public required int Reserved { get; init; }

    /// <summary>The part of <see cref="Reserved"/> that open orders wait for: it is not allocated to them yet. 0 to <see cref="Reserved"/>.</summary>
    public int Waiting { get; init; }

    /// <summary>How many copies can be reserved beyond those on hand: the book's <see cref="Book.BackorderLimit"/>. Default 0.</summary>
    public int BackorderLimit { get; init; }

    /// <summary>The number of the book's last movement; zero when nothing ever moved.</summary>
    public required long LastMovement { get; init; }

    /// <summary>How many events of the book and its stock there were: the <see cref="BookstoreEvent.Sequence"/> of the newest. Zero when there was none. Not compared: two levels are equal without it.</summary>
    public long EventCount { get; init; }

    /// <summary>Copies that can be sold and dispatched now: on hand less reserved, and zero where more are reserved than are on hand.</summary>
    public int Available => Math.Max(0, OnHand - Reserved);

    /// <summary>Copies that can be ordered now: those that are on hand or can be on back-order, less reserved.</summary>
    public int Orderable => OnHand + BackorderLimit - Reserved;

    /// <summary>Copies on hand that are allocated to no one: to orders that wait, or to be sold.</summary>
    internal int Unallocated => OnHand - (Reserved - Waiting);

    /// <summary>Whether copies are on hand for orders that wait.</summary>
    internal bool IsAllocationDue => Waiting > 0 && Unallocated > 0;

    /// <summary>Compares the copies, the limit and the last movement.</summary>
    /// <param name="other">Another level.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(StockLevel? other) =>
        other is not null && Isbn == other.Isbn && OnHand == other.OnHand && Reserved == other.Reserved && Waiting == other.Waiting && BackorderLimit == other.BackorderLimit && LastMovement == other.LastMovement;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Isbn, OnHand, Reserved, Waiting, BackorderLimit, LastMovement);

    /// <summary>The level of a book that never had any stock.</summary>
    /// <param name="isbn">The book.</param>
    /// <returns>A level of zero.</returns>
    public static StockLevel Empty(Isbn isbn) => new() { Isbn = isbn, OnHand = 0, Reserved = 0, LastMovement = 0 };
}
