namespace Bookstore;

/// <summary>What saving a stream of books did.</summary>
public sealed record SaveBooksResult
{
    /// <summary>The most entries of <see cref="Refused"/>: 1,000. <see cref="RefusedCount"/> counts them all.</summary>
    public const int MaxRefused = 1_000;

    private const string DataKey = "Bookstore.SaveBooksResult";

    /// <summary>Books that were new.</summary>
    public required long Added { get; init; }

    /// <summary>Books whose data was replaced.</summary>
    public required long Replaced { get; init; }

    /// <summary>Books that were refused.</summary>
    public required long RefusedCount { get; init; }

    /// <summary>The first 1,000 refused books.</summary>
    public required IReadOnlyList<RefusedBook> Refused { get; init; }

    /// <summary>Gets what an import that ended with an exception had saved by then: of the stream, of the progress, of the store, or of a cancellation.</summary>
    /// <param name="exception">The exception that <see cref="IInventoryService.SaveBooksAsync"/> threw.</param>
    /// <returns>What is durably saved; <see langword="null"/> for an exception of anything else.</returns>
    public static SaveBooksResult? Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Data[DataKey] as SaveBooksResult;
    }

    /// <summary>Attaches this to the exception that ends the import.</summary>
    internal void AttachTo(Exception exception) => exception.Data[DataKey] = this;
}

/// <summary>A book of a stream that was not saved.</summary>
/// <param name="Position">Its position in the stream, from zero.</param>
/// <param name="Isbn">Its ISBN.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record RefusedBook(long Position, Isbn Isbn, string Reason);

/// <summary>How far the saving of a stream has come.</summary>
/// <param name="Read">Books read from the stream.</param>
/// <param name="Saved">Books that are durably saved.</param>
/// <param name="Refused">Books that were refused.</param>
public readonly record struct SaveBooksProgress(long Read, long Saved, long Refused);
