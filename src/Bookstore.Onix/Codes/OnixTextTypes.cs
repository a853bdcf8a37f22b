namespace Bookstore.Onix;

/// <summary>Types of texts: list 153; those of list 33 in 2.1 are brought to it where they are known.</summary>
public static class OnixTextTypes
{
    /// <summary>A short description.</summary>
    public const string Short = "02";

    /// <summary>The description.</summary>
    public const string Description = "03";

    /// <summary>The table of contents.</summary>
    public const string Contents = "04";

    /// <summary>The text of the cover.</summary>
    public const string CoverCopy = "05";

    /// <summary>A quotation of a review.</summary>
    public const string Review = "06";

    /// <summary>A headline for advertising.</summary>
    public const string Headline = "10";

    /// <summary>A note about a contributor.</summary>
    public const string Biography = "12";

    /// <summary>An excerpt.</summary>
    public const string Excerpt = "14";
}
