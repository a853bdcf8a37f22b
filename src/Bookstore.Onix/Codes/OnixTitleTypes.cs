namespace Bookstore.Onix;

/// <summary>Types of titles: list 15.</summary>
public static class OnixTitleTypes
{
    /// <summary>Not said.</summary>
    public const string Undefined = "00";

    /// <summary>The title on the product.</summary>
    public const string Distinctive = "01";

    /// <summary>The title in the original language.</summary>
    public const string Original = "03";

    /// <summary>A short form.</summary>
    public const string Abbreviated = "05";

    /// <summary>A distributor's own form.</summary>
    public const string Distributor = "10";

    /// <summary>The title with what tells it from others.</summary>
    public const string Expanded = "13";
}
