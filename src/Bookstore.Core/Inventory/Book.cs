namespace Bookstore;

/// <summary>The catalogue's data of one book. It says nothing about stock: see <see cref="StockLevel"/>.</summary>
/// <remarks>Immutable and safe to share between threads. The limits are checked when the book is saved.</remarks>
public sealed record Book
{
    /// <summary>The longest <see cref="Title"/> and <see cref="Author"/>, in Unicode code points: 500.</summary>
    public const int MaxTextLength = 500;

    /// <summary>The longest <see cref="Publisher"/>, <see cref="Language"/> and <see cref="Format"/>, in Unicode code points: 200.</summary>
    public const int MaxShortTextLength = 200;

    /// <summary>The highest price, in minor units of its currency: 100,000,000,000.</summary>
    public const long MaxPriceInMinorUnits = 100_000_000_000;

    /// <summary>The book's ISBN, always in its 13-digit form.</summary>
    public required Isbn Isbn { get; init; }

    /// <summary>The title: 1 to 500 characters.</summary>
    public required string Title { get; init; }

    /// <summary>The author or authors as printed: up to 500 characters.</summary>
    public required string Author { get; init; }

    /// <summary>The price of one copy: zero or more.</summary>
    public required Money Price { get; init; }

    /// <summary>The publisher, where known: up to 200 characters.</summary>
    public string? Publisher { get; init; }

    /// <summary>The day of publication, where known.</summary>
    public DateOnly? PublishedOn { get; init; }

    /// <summary>The language, where known, as a BCP 47 tag or as the source wrote it: up to 200 characters.</summary>
    public string? Language { get; init; }

    /// <summary>The format, where known ("hardcover", "paperback"): up to 200 characters.</summary>
    public string? Format { get; init; }
}
