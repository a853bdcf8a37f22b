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

    /// <summary>The publisher, all of its name. Case, accents and signs make no difference.</summary>
    public string? Publisher { get; init; }

    /// <summary>One of the subjects in <see cref="BookDetails.Subjects"/>: the scheme, a colon and the code, such as <c>thema:FBA</c>. Case makes no difference. A text that is no such pair finds nothing.</summary>
    public string? Subject { get; init; }

    /// <summary>The <see cref="BookDetails.PublishingStatus"/>, such as <see cref="PublishingStatuses.Active"/>. Case makes no difference.</summary>
    public string? PublishingStatus { get; init; }

    /// <summary>The first day of the publication is this day or later. Of a month or a year it is its first day; a book without a date of publication is not listed.</summary>
    public DateOnly? PublishedAfter { get; init; }

    /// <summary>The first day of the publication is before this day. Time spans that follow each other have each book once.</summary>
    public DateOnly? PublishedBefore { get; init; }

    /// <summary>How many books a page holds, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }
}
