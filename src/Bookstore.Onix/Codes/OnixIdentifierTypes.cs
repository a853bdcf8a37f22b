namespace Bookstore.Onix;

/// <summary>Types of identifiers of products: list 5.</summary>
public static class OnixIdentifierTypes
{
    /// <summary>One of the sender's own.</summary>
    public const string Proprietary = "01";

    /// <summary>An ISBN-10.</summary>
    public const string Isbn10 = "02";

    /// <summary>A GTIN-13, once EAN-13.</summary>
    public const string Gtin13 = "03";

    /// <summary>A UPC.</summary>
    public const string Upc = "04";

    /// <summary>An ISMN of ten places.</summary>
    public const string Ismn10 = "05";

    /// <summary>A DOI.</summary>
    public const string Doi = "06";

    /// <summary>A control number of the Library of Congress.</summary>
    public const string Lccn = "13";

    /// <summary>A GTIN-14.</summary>
    public const string Gtin14 = "14";

    /// <summary>An ISBN-13.</summary>
    public const string Isbn13 = "15";

    /// <summary>A URN.</summary>
    public const string Urn = "22";

    /// <summary>An ISMN of thirteen digits.</summary>
    public const string Ismn13 = "25";
}
