namespace Bookstore.Client;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items, in the list's order.</param>
/// <param name="Next">The opaque cursor to ask for the next page with; <see langword="null"/> when this page is the last.</param>
public sealed record ResourcePage<T>(IReadOnlyList<T> Items, string? Next);
