namespace Bookstore;

/// <summary>Which events of the feed.</summary>
public sealed record EventQuery
{
    /// <summary>The most entries of <see cref="Types"/>: 50.</summary>
    public const int MaxTypes = 50;

    /// <summary>
    /// Events after this position: the <see cref="EventPage.Next"/> of the page before, or the <see cref="BookstoreEvent.Position"/> of the last event that was dealt with. <see langword="null"/> begins with the
    /// oldest event that is kept. Default <see langword="null"/>.
    /// </summary>
    public long? After { get; init; }

    /// <summary>The types: each one of <see cref="EventTypes"/>, or a group of them such as <c>order.*</c>. Up to <see cref="MaxTypes"/>. Empty for all. Default empty.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>How many events a page holds, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;
}
