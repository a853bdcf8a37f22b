namespace Bookstore;

/// <summary>Which books to list. All books by ascending ISBN when nothing is set.</summary>
public sealed record BookQuery
{
    /// <summary>The longest <see cref="Text"/> and <see cref="Author"/>, in Unicode code points: 200.</summary>
    public const int MaxTextLength = 200;

    /// <summary>
    /// Whole words that all occur in the title or in the author, in any order. Case, accents, apostrophes, ligatures, width and invisible characters make no
    /// difference; a text of a script without spaces is found by any part of it. A text without a letter or a digit finds nothing.
    /// </summary>
    public string? Text { get; init; }

    /// <summary>Whole words that all occur in the author, in any order, compared like those of <see cref="Text"/>.</summary>
    public string? Author { get; init; }

    /// <summary>How many books a page holds, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }
}
