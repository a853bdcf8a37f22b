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

    /// <summary>The price, as written.</summary>
    public string Price { get; init; } = string.Empty;

    /// <summary>The currency of the price.</summary>
    public string Currency { get; init; } = string.Empty;

    /// <summary>The publisher.</summary>
    public string Publisher { get; init; } = string.Empty;

    /// <summary>When it was published, as written.</summary>
    public string Published { get; init; } = string.Empty;

    /// <summary>The format.</summary>
    public string Format { get; init; } = string.Empty;

    /// <summary>The address of a picture; of several, the first.</summary>
    public string Image { get; init; } = string.Empty;

    /// <summary>Whether it is a further row of the book before it.</summary>
    public bool IsContinuation { get; init; }

    /// <summary>Why the row cannot be split into columns; <see langword="null"/> when it can.</summary>
    public string? Fault { get; init; }
}
