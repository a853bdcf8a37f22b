namespace Bookstore.Onix.Reading;

/// <summary>Makes a price, with the defaults of the message.</summary>
internal static class PriceMapping
{
    public static OnixPrice Map(OnixNode node, OnixMessage message)
    {
        var tax = node.Child(Tag.Tax);
        return new OnixPrice
        {
            Type = node[Tag.PriceType] ?? node[Tag.PriceTypeCode] ?? message.DefaultPriceType,
            Qualifier = node[Tag.PriceQualifier],
            Status = node[Tag.PriceStatus],
            Amount = OnixValues.Number(node[Tag.PriceAmount]),
            Currency = node[Tag.CurrencyCode] ?? message.DefaultCurrency,
            TaxPercent = OnixValues.Number(tax[Tag.TaxRatePercent] ?? node[Tag.TaxRatePercent1]),
            TaxRate = tax[Tag.TaxRateCode] ?? node[Tag.TaxRateCode1],
            TaxAmount = OnixValues.Number(tax[Tag.TaxAmount]),
            From = DateOf(node, OnixDateRoles.From) ?? OnixDate.TryParse(node[Tag.PriceEffectiveFrom]),
            Until = DateOf(node, OnixDateRoles.Until) ?? OnixDate.TryParse(node[Tag.PriceEffectiveUntil]),
            Territory = TerritoryMapping.OfPrice(node),
            MinimumQuantity = OnixValues.Count(node[Tag.MinimumOrderQuantity]),
            Unpriced = node[Tag.UnpricedItemType],
        };
    }

    private static OnixDate? DateOf(OnixNode price, string role)
    {
        foreach (var date in price.Children(Tag.PriceDate))
        {
            if (date[Tag.PriceDateRole] == role)
            {
                return OnixDate.TryParse(date[Tag.Date]);
            }
        }

        return null;
    }
}
