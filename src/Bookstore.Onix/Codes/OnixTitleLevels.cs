namespace Bookstore.Onix;

/// <summary>What a part of a title belongs to: list 149.</summary>
public static class OnixTitleLevels
{
    /// <summary>The product.</summary>
    public const string Product = "01";

    /// <summary>The collection.</summary>
    public const string Collection = "02";

    /// <summary>A collection within a collection.</summary>
    public const string Subcollection = "03";
}
