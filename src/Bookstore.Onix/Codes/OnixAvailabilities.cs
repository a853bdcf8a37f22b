namespace Bookstore.Onix;

/// <summary>The availability from a supplier: list 65.</summary>
public static class OnixAvailabilities
{
    /// <summary>Never to be published.</summary>
    public const string Cancelled = "01";

    /// <summary>Postponed without a date.</summary>
    public const string Postponed = "09";

    /// <summary>Not yet available.</summary>
    public const string NotYetAvailable = "10";

    /// <summary>Published, and not yet at the supplier.</summary>
    public const string AwaitingStock = "11";

    /// <summary>Available.</summary>
    public const string Available = "20";

    /// <summary>In stock.</summary>
    public const string InStock = "21";

    /// <summary>Ordered when it is wanted.</summary>
    public const string ToOrder = "22";

    /// <summary>Printed when it is wanted.</summary>
    public const string OnDemand = "23";

    /// <summary>Not available for a while.</summary>
    public const string TemporarilyUnavailable = "30";

    /// <summary>Out of stock.</summary>
    public const string OutOfStock = "31";

    /// <summary>Being reprinted.</summary>
    public const string Reprinting = "32";

    /// <summary>To be published anew.</summary>
    public const string AwaitingReissue = "33";

    /// <summary>Withdrawn for a while.</summary>
    public const string TemporarilyWithdrawn = "34";

    /// <summary>Not available.</summary>
    public const string NotAvailable = "40";

    /// <summary>Replaced by another product.</summary>
    public const string Replaced = "41";

    /// <summary>No longer supplied by this supplier.</summary>
    public const string NoLongerSupplied = "43";

    /// <summary>From the publisher alone.</summary>
    public const string ApplyDirect = "44";

    /// <summary>As a part of another product alone.</summary>
    public const string NotSoldSeparately = "45";

    /// <summary>Withdrawn from sale.</summary>
    public const string Withdrawn = "46";

    /// <summary>Remaindered.</summary>
    public const string Remaindered = "47";

    /// <summary>Recalled.</summary>
    public const string Recalled = "49";

    /// <summary>Out of print, as the publisher says.</summary>
    public const string OutOfPrint = "51";

    /// <summary>Ask the supplier.</summary>
    public const string ContactSupplier = "99";
}
