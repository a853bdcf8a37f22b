namespace Bookstore.Onix.Reading;

/// <summary>Makes territories of 3.0, and of the lists of countries and territories of 2.1.</summary>
internal static class TerritoryMapping
{
    public static OnixTerritory? Map(OnixNode node) => node.IsThere
        ? new OnixTerritory(
            OnixValues.Codes(node[Tag.CountriesIncluded]),
            OnixValues.Codes(node[Tag.RegionsIncluded]),
            OnixValues.Codes(node[Tag.CountriesExcluded]),
            OnixValues.Codes(node[Tag.RegionsExcluded]))
        : null;

    public static OnixTerritory? OfPrice(OnixNode price)
    {
        var territory = price.Child(Tag.Territory);
        if (territory is { IsThere: true, Text: null })
        {
            return Map(territory);
        }

        var countries = price.Map(Tag.CountryCode, static country => country.Text);
        return territory.Text is null && countries.Count == 0
            ? null
            : new OnixTerritory(countries, OnixValues.Codes(territory.Text), OnixValues.Codes(price[Tag.CountryExcluded]), OnixValues.Codes(price[Tag.TerritoryExcluded]));
    }
}
