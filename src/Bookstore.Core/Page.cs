namespace Bookstore;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items, in the list's order. There may be fewer than the limit, or none, although <paramref name="Next"/> is set: a list looks at a limited number of records for each page.</param>
/// <param name="Next">The opaque cursor to ask for the next page with, under the same filter; <see langword="null"/> when this page is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>The limits of every list.</summary>
public static class Page
{
    /// <summary>How many items a page holds when nothing is said: 100.</summary>
    public const int DefaultLimit = 100;

    /// <summary>The most items of a page: 1,000.</summary>
    public const int MaxLimit = 1_000;
}
