namespace Bookstore.Onix;

/// <summary>What a resource shows: list 158, those that are common.</summary>
public static class OnixResourceTypes
{
    /// <summary>The front cover.</summary>
    public const string FrontCover = "01";

    /// <summary>The back cover.</summary>
    public const string BackCover = "02";

    /// <summary>The cover or the pack.</summary>
    public const string CoverPack = "03";

    /// <summary>A contributor.</summary>
    public const string ContributorPicture = "04";

    /// <summary>Sample content.</summary>
    public const string Sample = "15";

    /// <summary>The front cover, small.</summary>
    public const string CoverThumbnail = "27";

    /// <summary>The whole cover.</summary>
    public const string FullCover = "29";
}
