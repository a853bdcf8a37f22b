namespace Bookstore;

/// <summary>Which page of a list.</summary>
public sealed record PageRequest
{
    /// <summary>How many items the page holds, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }
}
