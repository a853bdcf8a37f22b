namespace Bookstore;

/// <summary>Which books to list. All books by ascending ISBN when nothing is set.</summary>
public sealed record BookQuery
{
    /// <summary>The longest <see cref="Text"/> and <see cref="Author"/>, in UTF-16 code units: 200.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Words that all stand in the title or in the author, whole words, in any order; case and accents make no difference.</summary>
    public string? Text { get; init; }

    /// <summary>Words that all stand in the author, whole words, in any order; case and accents make no difference.</summary>
    public string? Author { get; init; }

    /// <summary>How many books a page holds, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }
}
