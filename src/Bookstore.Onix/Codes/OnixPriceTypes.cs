namespace Bookstore.Onix;

/// <summary>Types of prices: list 58, those that are common.</summary>
public static class OnixPriceTypes
{
    /// <summary>The recommended retail price without tax.</summary>
    public const string RecommendedWithoutTax = "01";

    /// <summary>The recommended retail price with tax.</summary>
    public const string Recommended = "02";

    /// <summary>The fixed retail price without tax.</summary>
    public const string FixedWithoutTax = "03";

    /// <summary>The fixed retail price with tax, set by law or contract.</summary>
    public const string FixedWithTax = "04";

    /// <summary>What the bookseller pays, without tax.</summary>
    public const string NetWithoutTax = "05";

    /// <summary>What the bookseller pays, with tax.</summary>
    public const string NetWithTax = "07";

    /// <summary>The recommended retail price of a special sale, with tax.</summary>
    public const string SpecialSaleWithTax = "12";

    /// <summary>The fixed retail price of a special sale, with tax.</summary>
    public const string SpecialSaleFixedWithTax = "14";

    /// <summary>The fixed retail price of a special sale, without tax.</summary>
    public const string SpecialSaleFixedWithoutTax = "13";

    /// <summary>The fixed retail price before publication, without tax.</summary>
    public const string BeforePublicationFixedWithoutTax = "23";

    /// <summary>The recommended retail price before publication, with tax.</summary>
    public const string BeforePublicationWithTax = "22";

    /// <summary>The fixed retail price before publication, with tax.</summary>
    public const string BeforePublicationFixedWithTax = "24";

    /// <summary>The publisher's own retail price, with tax.</summary>
    public const string PublisherWithTax = "42";
}
