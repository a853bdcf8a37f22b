namespace Bookstore;

/// <summary>Which entries of the inbox to list. All of them, when nothing is set.</summary>
public sealed record InboxQuery
{
    /// <summary>Entries in this state only.</summary>
    public InboxState? State { get; init; }

    /// <summary>How many entries a page holds, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }
}
