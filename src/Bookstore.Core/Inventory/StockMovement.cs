namespace Bookstore;

/// <summary>One change of a book's stock. Movements are never changed or removed: their sum is the level.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record StockMovement
{
    /// <summary>The longest <see cref="Reason"/>, in Unicode code points: 200.</summary>
    public const int MaxReasonLength = 200;

    /// <summary>The longest <see cref="Reference"/>, in Unicode code points: 100.</summary>
    public const int MaxReferenceLength = 100;

    /// <summary>The book that moved.</summary>
    public required Isbn Isbn { get; init; }

    /// <summary>The movement's number within its book: 1, 2, 3, without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>What happened.</summary>
    public required StockMovementKind Kind { get; init; }

    /// <summary>The change of the copies on hand.</summary>
    public required int OnHandChange { get; init; }

    /// <summary>The change of the reserved copies.</summary>
    public required int ReservedChange { get; init; }

    /// <summary>The copies on hand after this movement.</summary>
    public required int OnHandAfter { get; init; }

    /// <summary>The reserved copies after this movement.</summary>
    public required int ReservedAfter { get; init; }

    /// <summary>The order or the cart's reservation that caused it; <see langword="null"/> for stock received or adjusted by a person.</summary>
    public Guid? CauseId { get; init; }

    /// <summary>Why stock was received or adjusted, in the words of who did it; <see langword="null"/> for other kinds.</summary>
    public string? Reason { get; init; }

    /// <summary>The reference given with it, a delivery note for example.</summary>
    public string? Reference { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who made the write that moved it; <see langword="null"/> where none was named, and for movements of before actors were kept.</summary>
    public Actor? Actor { get; init; }
}
