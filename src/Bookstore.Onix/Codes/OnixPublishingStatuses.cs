namespace Bookstore.Onix;

/// <summary>The publishing status: list 64; list 68 for a market has the same numbers, but for 12 and 14.</summary>
public static class OnixPublishingStatuses
{
    /// <summary>Not said.</summary>
    public const string Unspecified = "00";

    /// <summary>Announced, and never to be published.</summary>
    public const string Cancelled = "01";

    /// <summary>Not yet published.</summary>
    public const string Forthcoming = "02";

    /// <summary>Postponed without a date.</summary>
    public const string Postponed = "03";

    /// <summary>Published and for sale.</summary>
    public const string Active = "04";

    /// <summary>No longer a product of this publisher.</summary>
    public const string NotOurs = "05";

    /// <summary>Out of stock without a date.</summary>
    public const string OutOfStock = "06";

    /// <summary>Out of print.</summary>
    public const string OutOfPrint = "07";

    /// <summary>No longer for sale.</summary>
    public const string Inactive = "08";

    /// <summary>Not known.</summary>
    public const string Unknown = "09";

    /// <summary>Remaindered.</summary>
    public const string Remaindered = "10";

    /// <summary>Withdrawn from sale.</summary>
    public const string Withdrawn = "11";

    /// <summary>Recalled, in older messages.</summary>
    public const string RecalledBefore = "12";

    /// <summary>Sold as a part of another product alone.</summary>
    public const string NotSoldSeparately = "13";

    /// <summary>Recalled.</summary>
    public const string Recalled = "15";

    /// <summary>Withdrawn for a while.</summary>
    public const string TemporarilyWithdrawn = "16";

    /// <summary>Withdrawn for good.</summary>
    public const string PermanentlyWithdrawn = "17";
}
