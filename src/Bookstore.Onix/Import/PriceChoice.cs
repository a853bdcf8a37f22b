using System.Globalization;

namespace Bookstore.Onix.Import;

/// <summary>Chooses the price of a book among those of the trade: for any customer, of the shop's currency and country, valid on the day (else the next one that will be), of the type that comes first.</summary>
internal sealed class PriceChoice(OnixImportOptions options, DateOnly today)
{
    // Unqualified, and for consumers.
    private static readonly string?[] ForAnyone = [null, "00", "05"];

    // List 58: fixed retail prices, also of special sales and before publication; and the shop's words for the first two.
    private static readonly string[] FixedTypes =
    [
        OnixPriceTypes.FixedWithTax, OnixPriceTypes.FixedWithoutTax, OnixPriceTypes.SpecialSaleFixedWithTax, OnixPriceTypes.SpecialSaleFixedWithoutTax, OnixPriceTypes.BeforePublicationFixedWithTax, OnixPriceTypes.BeforePublicationFixedWithoutTax,
    ];

    private static readonly string[] FixedWords = [.. FixedTypes.Select(MappedCodes.PriceTypeOf)];

    public ChosenPrice? Of(OnixProduct product)
    {
        var best = (From: DateOnly.MaxValue, Rank: int.MaxValue);
        ChosenPrice? price = null;
        foreach (var candidate in SuppliesOf(product).SelectMany(static supply => supply.Prices))
        {
            var order = (From: StartOf(candidate), Rank: RankOf(candidate.Type));
            if (order.Rank < int.MaxValue && order.CompareTo(best) < 0 && CanBeUsed(candidate) && AmountOf(candidate) is { } amount && (options.Currency is null || amount.Currency == options.Currency))
            {
                (best, price) = (order, new ChosenPrice(candidate.Type!, amount));
            }
        }

        return price;
    }

    /// <summary>Whether the price of a book is fixed, by the type of the price that was chosen. What the shop itself has marked as fixed stays: where the price before was none that a feed lists as fixed.</summary>
    /// <param name="price">The price.</param>
    /// <param name="before">The book as it was.</param>
    public static bool IsFixed(ChosenPrice price, Book before) => FixedTypes.Contains(price.Type)
        || (before.Details is { FixedPrice: true } details && !details.Prices.Any(listed => listed.Amount == before.Price && FixedWords.Contains(listed.Type)));

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
        return $"The record has no price that can be used: of the types {string.Join(", ", options.PriceTypes)}, for any customer and quantity, valid on {today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} or later{currency}{country}.";
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

    // All that are valid already are the same; of a book that is only announced, the price that begins first counts.
    private DateOnly StartOf(OnixPrice price) => price.From is { } from && from.FirstDay() > today ? from.FirstDay() : DateOnly.MinValue;

    private bool CanBeUsed(OnixPrice price) => price.MinimumQuantity is null or <= 1
        && ForAnyone.Contains(price.Qualifier)
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

/// <summary>The price that a book gets.</summary>
/// <param name="Type">Its type, a code of list 58.</param>
/// <param name="Amount">The price.</param>
internal sealed record ChosenPrice(string Type, Money Amount);
