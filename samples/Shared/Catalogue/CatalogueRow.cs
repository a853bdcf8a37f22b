namespace Bookstore.Samples;

/// <summary>A row of the file, as written.</summary>
internal sealed record CatalogueRow
{
    /// <summary>The line on which it starts; the header is line 1.</summary>
    public required long Line { get; init; }

    /// <summary>The column isbn.</summary>
    public string Isbn { get; init; } = string.Empty;

    /// <summary>The column isbn13.</summary>
    public string Isbn13 { get; init; } = string.Empty;

    /// <summary>The column authors.</summary>
    public string Authors { get; init; } = string.Empty;

    /// <summary>The column title; the whole row when it is malformed.</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>The column language_code.</summary>
    public string Language { get; init; } = string.Empty;

    /// <summary>Why the row cannot be split into columns; <see langword="null"/> when it can.</summary>
    public string? Fault { get; init; }
}
