namespace Bookstore.Onix.Import;

/// <summary>The shop's words for codes of the trade. A code without a word is kept as it is.</summary>
internal static class MappedCodes
{
    private const string BisacReturns = "02";

    public static string? FormatOf(string? form) => form switch
    {
        "BB" => "hardcover",
        "BC" => "paperback",
        ['B', ..] => "book",
        ['A', ..] => "audio",
        ['D' or 'E', ..] => "ebook",
        ['C', ..] => "map",
        "PC" => "calendar",
        "PI" => "sheet music",
        ['Z', ..] => "merchandise",
        _ => null,
    };

    public static string? StatusOf(string? code) => code switch
    {
        OnixPublishingStatuses.Cancelled => PublishingStatuses.Cancelled,
        OnixPublishingStatuses.Forthcoming => PublishingStatuses.Forthcoming,
        OnixPublishingStatuses.Postponed => PublishingStatuses.Postponed,
        OnixPublishingStatuses.Active => PublishingStatuses.Active,
        OnixPublishingStatuses.OutOfStock => PublishingStatuses.OutOfStock,
        OnixPublishingStatuses.OutOfPrint => PublishingStatuses.OutOfPrint,
        OnixPublishingStatuses.Inactive or OnixPublishingStatuses.NotOurs => PublishingStatuses.Inactive,
        OnixPublishingStatuses.Remaindered => PublishingStatuses.Remaindered,
        OnixPublishingStatuses.Withdrawn or OnixPublishingStatuses.TemporarilyWithdrawn or OnixPublishingStatuses.PermanentlyWithdrawn => PublishingStatuses.Withdrawn,
        OnixPublishingStatuses.Recalled or OnixPublishingStatuses.RecalledBefore => PublishingStatuses.Recalled,
        _ => MappedText.Fit(code, BookDetails.MaxCodeLength),
    };

    // Numbers of list 65, and letters of list 54 in older messages.
    public static string? AvailabilityOf(string? code) => code switch
    {
        "20" or "21" or "22" or "IP" or "TO" => SupplierAvailability.Available,
        "23" or "MD" => SupplierAvailability.OnDemand,
        "09" or "10" or "11" or "12" or "NP" => SupplierAvailability.NotYetAvailable,
        ['3', >= '0' and <= '4'] or "TU" or "RP" => SupplierAvailability.TemporarilyUnavailable,
        "01" or ['4', _] or "50" or "51" or "AB" or "OP" or "OI" or "RF" => SupplierAvailability.NotAvailable,
        _ => MappedText.Fit(code, BookDetails.MaxCodeLength),
    };

    public static string? ReturnabilityOf(OnixSupply? supply) => (supply?.ReturnsCodeType, supply?.ReturnsCode) switch
    {
        (BisacReturns, "Y") => SupplierReturns.Returnable,
        (BisacReturns, "C") => SupplierReturns.Conditional,
        (BisacReturns, "N") => SupplierReturns.NotReturnable,
        var (_, code) => MappedText.Fit(code, BookDetails.MaxCodeLength),
    };

    public static string PriceTypeOf(string code) => code switch
    {
        OnixPriceTypes.Recommended => BookPriceTypes.RetailWithTax,
        OnixPriceTypes.RecommendedWithoutTax => BookPriceTypes.RetailWithoutTax,
        OnixPriceTypes.FixedWithTax => BookPriceTypes.FixedWithTax,
        OnixPriceTypes.FixedWithoutTax => BookPriceTypes.FixedWithoutTax,
        OnixPriceTypes.NetWithoutTax or OnixPriceTypes.NetWithTax => BookPriceTypes.Supplier,
        _ => code,
    };
}
