namespace Bookstore;

/// <summary>Which returns to list. All returns, newest first, when nothing is set.</summary>
public sealed record ReturnQuery
{
    /// <summary>Returns of this status only.</summary>
    public ReturnStatus? Status { get; init; }

    /// <summary>Only returns that a person has to look at: <see cref="Return.Attention"/> is set. They are listed by how long they wait, the longest first. Default <see langword="false"/>: all.</summary>
    public bool Attention { get; init; }

    /// <summary>How many returns a page holds, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }
}
