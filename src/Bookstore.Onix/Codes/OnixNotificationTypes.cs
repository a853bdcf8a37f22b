namespace Bookstore.Onix;

/// <summary>What a record is for: list 1.</summary>
public static class OnixNotificationTypes
{
    /// <summary>A first notice, long before publication.</summary>
    public const string Early = "01";

    /// <summary>A confirmed notice before publication.</summary>
    public const string Advance = "02";

    /// <summary>Checked against the published product.</summary>
    public const string Confirmed = "03";

    /// <summary>Replaces the blocks that the record has.</summary>
    public const string BlockUpdate = "04";

    /// <summary>The record was sent by mistake, or the product is no more.</summary>
    public const string Delete = "05";

    /// <summary>The product was sold to another publisher.</summary>
    public const string NoticeOfSale = "08";

    /// <summary>The product was bought from another publisher.</summary>
    public const string NoticeOfAcquisition = "09";

    /// <summary>Replaces the supply alone (2.1).</summary>
    public const string SupplyUpdate = "12";

    /// <summary>Replaces the market representation alone (2.1).</summary>
    public const string MarketUpdate = "13";

    /// <summary>Replaces the supply and the market representation (2.1).</summary>
    public const string SupplyAndMarketUpdate = "14";

    /// <summary>A test of a block update: never to be used.</summary>
    public const string TestUpdate = "88";

    /// <summary>A test: never to be used.</summary>
    public const string Test = "89";
}
