namespace Bookstore.Onix;

/// <summary>What is measured: list 48, those that are common.</summary>
public static class OnixMeasureTypes
{
    /// <summary>The height.</summary>
    public const string Height = "01";

    /// <summary>The width.</summary>
    public const string Width = "02";

    /// <summary>The thickness.</summary>
    public const string Thickness = "03";

    /// <summary>The weight of one copy.</summary>
    public const string Weight = "08";
}
