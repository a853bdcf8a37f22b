namespace Bookstore;

/// <summary>Copies held for a cart until it is turned into an order, released, or swept away after its expiry.</summary>
/// <remarks>Immutable and safe to share between threads. An order's own hold is part of the order and has no expiry.</remarks>
public sealed record Reservation
{
    /// <summary>The most lines of a reservation: 200.</summary>
    public const int MaxLines = 200;

    /// <summary>The id that the caller chose, a UUID. Holding again under the same id changes nothing.</summary>
    public required Guid Id { get; init; }

    /// <summary>What is held: one line a book, by ascending ISBN. It shrinks to what an order took over where that order fails and gives its copies back.</summary>
    public required IReadOnlyList<ReservationLine> Lines { get; init; }

    /// <summary>Whether the copies are still held.</summary>
    public required ReservationStatus Status { get; init; }

    /// <summary>From when on a sweep may release it, in UTC. It stays held until a sweep has committed its release.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was first held, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
