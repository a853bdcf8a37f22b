using System.Globalization;

namespace Bookstore.Onix.Import;

/// <summary>Chooses the price of a book among those of the trade: for any customer, of the shop's currency and country, valid on the day, of the type that comes first.</summary>
internal sealed class PriceChoice(OnixImportOptions options, DateOnly today)
{
    // Unqualified, and for consumers.
    private static readonly string?[] ForAnyone = [null, "00", "05"];

    public Money? Of(OnixProduct product)
    {
        var best = int.MaxValue;
        Money? price = null;
        foreach (var candidate in SuppliesOf(product).SelectMany(static supply => supply.Prices))
        {
            var rank = RankOf(candidate.Type);
            if (rank < best && CanBeUsed(candidate) && AmountOf(candidate) is { } amount && (options.Currency is null || amount.Currency == options.Currency))
            {
                (best, price) = (rank, amount);
            }
        }

        return price;
    }

    /// <summary>The supply that the shop orders from: the first one with a price, else the first.</summary>
    public OnixSupply? SupplyOf(OnixProduct product) => SuppliesOf(product).FirstOrDefault(static supply => supply.Prices.Count > 0) ?? SuppliesOf(product).FirstOrDefault();

    public static IReadOnlyList<BookPrice> AllOf(OnixProduct product)
    {
        List<BookPrice>? prices = null;
        foreach (var price in product.Supplies.SelectMany(static supply => supply.Prices))
        {
            if (price.Type is { } type && AmountOf(price) is { } amount && (prices?.Count ?? 0) < BookDetails.MaxPrices)
            {
                (prices ??= []).Add(Listed(type, amount, price));
            }
        }

        return prices ?? (IReadOnlyList<BookPrice>)[];
    }

    public string WhyNone(OnixProduct product)
    {
        if (product.Supplies.All(static supply => supply.Prices.Count == 0))
        {
            return "The record has no price.";
        }

        var currency = options.Currency is { } code ? $", in {code}" : string.Empty;
        var country = options.Country is { } place ? $", for {place}" : string.Empty;
        return $"The record has no price that can be used: of the types {string.Join(", ", options.PriceTypes)}, for any customer and quantity, valid on {today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{currency}{country}.";
    }

    private IEnumerable<OnixSupply> SuppliesOf(OnixProduct product) => product.Supplies.Where(supply => supply.Markets.Count == 0 || supply.Markets.Any(HasCountry));

    private int RankOf(string? type)
    {
        for (var rank = 0; rank < options.PriceTypes.Count; rank++)
        {
            if (options.PriceTypes[rank] == type)
            {
                return rank;
            }
        }

        return int.MaxValue;
    }

    private bool CanBeUsed(OnixPrice price) => price.MinimumQuantity is null or <= 1
        && ForAnyone.Contains(price.Qualifier)
        && (price.From is not { } from || from.FirstDay() <= today)
        && (price.Until is not { } until || today <= MappedDates.LastDayOf(until))
        && (price.Territory is not { } territory || HasCountry(territory));

    private bool HasCountry(OnixTerritory territory) => options.Country is not { } country
        || (!territory.CountriesExcluded.Contains(country)
            && (territory.Countries.Contains(country) || territory.Regions.Any(static region => region is "WORLD" or "ROW") || (territory.Countries.Count == 0 && territory.Regions.Count == 0)));

    private static Money? AmountOf(OnixPrice price) =>
        price.Amount is >= 0 and { } amount && Money.TryCreate(amount, price.Currency, out var money) && money.IsCurrencyInUse && money.MinorUnits <= Book.MaxPriceInMinorUnits ? money : null;

    private static BookPrice Listed(string type, Money amount, OnixPrice price)
    {
        var (from, until) = (price.From?.FirstDay(), price.Until is { } last ? MappedDates.LastDayOf(last) : (DateOnly?)null);
        return new BookPrice(MappedText.Fit(MappedCodes.PriceTypeOf(type), BookDetails.MaxCodeLength) ?? "00", amount)
        {
            TaxRate = price.TaxPercent is >= 0 and <= 100 ? price.TaxPercent : null,
            ValidFrom = from,
            ValidUntil = until < from ? null : until,
            Territory = price.Territory is { } territory ? MappedText.Fit(string.Join(' ', [.. territory.Countries, .. territory.Regions]), BookPrice.MaxTerritoryLength) : null,
        };
    }
}
