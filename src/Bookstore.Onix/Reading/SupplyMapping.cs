namespace Bookstore.Onix.Reading;

/// <summary>Makes the supplies of a product. In 3.0 each market has its own, in 2.1 there are no markets.</summary>
internal static class SupplyMapping
{
    public static IReadOnlyList<OnixSupply> Map(OnixNode record, OnixMessage message)
    {
        List<OnixSupply>? supplies = null;
        foreach (var product in record.Children(Tag.ProductSupply))
        {
            Add(ref supplies, product, message);
        }

        Add(ref supplies, record, message);
        return supplies ?? (IReadOnlyList<OnixSupply>)[];
    }

    private static void Add(ref List<OnixSupply>? supplies, OnixNode product, OnixMessage message)
    {
        foreach (var detail in product.Children(Tag.SupplyDetail))
        {
            (supplies ??= []).Add(Supply(detail, product, message));
        }
    }

    private static OnixSupply Supply(OnixNode detail, OnixNode product, OnixMessage message)
    {
        var supplier = detail.Child(Tag.Supplier) is { IsThere: true } there ? there : detail;
        var market = product.Child(Tag.MarketPublishingDetail);
        var returns = detail.Child(Tag.ReturnsConditions) is { IsThere: true } conditions ? conditions : detail;
        return new OnixSupply
        {
            Supplier = supplier[Tag.SupplierName],
            SupplierIdentifiers = supplier.Map(Tag.SupplierIdentifier, static node => Identifiers.Map(node, Tag.SupplierIDType)),
            Role = supplier[Tag.SupplierRole],
            Markets = product.Map(Tag.Market, static node => TerritoryMapping.Map(node.Child(Tag.Territory))),
            MarketStatus = market[Tag.MarketPublishingStatus],
            MarketDates = market.Map(Tag.MarketDate, static date => OnixValues.RoleDate(date[Tag.MarketDateRole], date[Tag.Date])),
            Availability = detail[Tag.ProductAvailability] ?? detail[Tag.AvailabilityCode],
            Dates = OnixValues.With(
                detail.Map(Tag.SupplyDate, static date => OnixValues.RoleDate(date[Tag.SupplyDateRole], date[Tag.Date])),
                OnixValues.RoleDate(OnixDateRoles.Embargo, detail[Tag.OnSaleDate]),
                OnixValues.RoleDate(OnixDateRoles.Available, detail[Tag.ExpectedShipDate] ?? detail[Tag.ExpectedDate]),
                OnixValues.RoleDate(OnixDateRoles.LastReturn, detail[Tag.LastDateForReturns])),
            ReturnsCodeType = returns[Tag.ReturnsCodeType],
            ReturnsCode = returns[Tag.ReturnsCode],
            OnHand = OnixValues.Count(detail.Child(Tag.Stock)[Tag.OnHand]),
            PackQuantity = OnixValues.Count(detail[Tag.PackQuantity]),
            OrderDays = OnixValues.Count(detail[Tag.OrderTime]),
            Unpriced = detail[Tag.UnpricedItemType],
            Prices = Prices(detail, message),
        };
    }

    private static List<OnixPrice> Prices(OnixNode detail, OnixMessage message)
    {
        List<OnixPrice> prices = [];
        foreach (var price in detail.Children(Tag.Price))
        {
            prices.Add(PriceMapping.Map(price, message));
        }

        return prices;
    }
}
