namespace Bookstore.Onix;

/// <summary>What an extent counts: list 23.</summary>
public static class OnixExtentTypes
{
    /// <summary>Pages of the main content.</summary>
    public const string MainContent = "00";

    /// <summary>Pages before it.</summary>
    public const string FrontMatter = "03";

    /// <summary>Pages behind it.</summary>
    public const string BackMatter = "04";

    /// <summary>All pages with numbers.</summary>
    public const string NumberedPages = "05";

    /// <summary>All pages, as produced.</summary>
    public const string ProductionPages = "06";

    /// <summary>All pages.</summary>
    public const string AbsolutePages = "07";

    /// <summary>Pages of the printed edition.</summary>
    public const string PrintCounterpart = "08";

    /// <summary>The running time.</summary>
    public const string Duration = "09";

    /// <summary>Pages with content.</summary>
    public const string ContentPages = "11";

    /// <summary>The size of the file.</summary>
    public const string FileSize = "22";
}
