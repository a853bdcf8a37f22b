namespace Bookstore;

/// <summary>What holding stock for a cart did.</summary>
public sealed record HoldStockResult
{
    /// <summary>Whether the copies are held, or why not.</summary>
    public required HoldStockOutcome Outcome { get; init; }

    /// <summary>The new reservation, or the existing one under this id.</summary>
    public Reservation? Reservation { get; init; }

    /// <summary>The first book that is unknown, that cannot be sold yet, or of which there are too few copies.</summary>
    public Isbn? Isbn { get; init; }

    /// <summary>The copies of <see cref="Isbn"/> that can be sold now.</summary>
    public int? Available { get; init; }

    /// <summary>From when on <see cref="Isbn"/> can be sold, where it cannot yet.</summary>
    public DateTimeOffset? SellableFrom { get; init; }

    /// <summary>When to try again at the latest, where a limit of reservations is reached; <see langword="null"/> otherwise.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same idempotency key; the reservation is shown as it is now.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of holding stock.</summary>
public enum HoldStockOutcome
{
    /// <summary>All lines are held.</summary>
    Held,

    /// <summary>A reservation in any state, or an order, exists under this id; nothing changed.</summary>
    AlreadyExists,

    /// <summary>The catalogue does not have one of the books; nothing changed.</summary>
    BookNotFound,

    /// <summary>There are too few copies of one of the books; nothing changed.</summary>
    InsufficientStock,

    /// <summary>The idempotency key was used before with another request; nothing changed.</summary>
    IdempotencyKeyReused,

    /// <summary>
    /// The customer, the client or all carts hold as many reservations as they may, see <see cref="BookstoreOptions.MaxReservationsPerCustomer"/>,
    /// <see cref="BookstoreOptions.MaxReservationsPerClient"/> and <see cref="BookstoreOptions.MaxReservations"/>; nothing changed.
    /// </summary>
    LimitReached,

    /// <summary>One of the books cannot be sold before its <see cref="Book.SellableFrom"/>; nothing changed.</summary>
    NotSellableYet,
}
