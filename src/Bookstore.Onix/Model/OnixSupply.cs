namespace Bookstore.Onix;

/// <summary>One supplier of a product.</summary>
public sealed record OnixSupply
{
    /// <summary>The name of the supplier.</summary>
    public string? Supplier { get; init; }

    /// <summary>The identifiers of the supplier, types of list 92.</summary>
    public IReadOnlyList<OnixIdentifier> SupplierIdentifiers { get; init; } = [];

    /// <summary>The role of the supplier, a code of list 93.</summary>
    public string? Role { get; init; }

    /// <summary>The markets; empty for all.</summary>
    public IReadOnlyList<OnixTerritory> Markets { get; init; } = [];

    /// <summary>The publishing status in the market, a code of list 68.</summary>
    public string? MarketStatus { get; init; }

    /// <summary>The dates of the market, roles of list 163.</summary>
    public IReadOnlyList<OnixRoleDate> MarketDates { get; init; } = [];

    /// <summary>The availability, a code of list 65, or of list 54 in older messages.</summary>
    public string? Availability { get; init; }

    /// <summary>The dates of supply, roles of list 166.</summary>
    public IReadOnlyList<OnixRoleDate> Dates { get; init; } = [];

    /// <summary>The scheme of <see cref="ReturnsCode"/>, a code of list 53.</summary>
    public string? ReturnsCodeType { get; init; }

    /// <summary>Whether copies can be returned, a code of the scheme.</summary>
    public string? ReturnsCode { get; init; }

    /// <summary>How many copies the supplier has.</summary>
    public int? OnHand { get; init; }

    /// <summary>How many copies are in a carton.</summary>
    public int? PackQuantity { get; init; }

    /// <summary>How long an order takes, in days.</summary>
    public int? OrderDays { get; init; }

    /// <summary>Why there is no price, a code of list 57.</summary>
    public string? Unpriced { get; init; }

    /// <summary>The prices.</summary>
    public IReadOnlyList<OnixPrice> Prices { get; init; } = [];
}

/// <summary>A price.</summary>
public sealed record OnixPrice
{
    /// <summary>Its type, a code of list 58 such as <see cref="OnixPriceTypes.FixedWithTax"/>.</summary>
    public string? Type { get; init; }

    /// <summary>For whom it is, a code of list 59.</summary>
    public string? Qualifier { get; init; }

    /// <summary>Its status, a code of list 61.</summary>
    public string? Status { get; init; }

    /// <summary>The amount; <see langword="null"/> where there is none.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency, ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>The rate of tax in percent.</summary>
    public decimal? TaxPercent { get; init; }

    /// <summary>The rate of tax in words, a code of list 62.</summary>
    public string? TaxRate { get; init; }

    /// <summary>The amount of tax in the price.</summary>
    public decimal? TaxAmount { get; init; }

    /// <summary>From when it is valid.</summary>
    public OnixDate? From { get; init; }

    /// <summary>Until when it is valid.</summary>
    public OnixDate? Until { get; init; }

    /// <summary>Where it is valid; <see langword="null"/> for everywhere.</summary>
    public OnixTerritory? Territory { get; init; }

    /// <summary>The fewest copies that it is for.</summary>
    public int? MinimumQuantity { get; init; }

    /// <summary>Why there is no amount, a code of list 57.</summary>
    public string? Unpriced { get; init; }
}

/// <summary>Countries (ISO 3166-1) and regions (list 49, such as <c>WORLD</c>).</summary>
/// <param name="Countries">The countries that are in it.</param>
/// <param name="Regions">The regions that are in it.</param>
/// <param name="CountriesExcluded">The countries that are not in it.</param>
/// <param name="RegionsExcluded">The regions that are not in it.</param>
public sealed record OnixTerritory(IReadOnlyList<string> Countries, IReadOnlyList<string> Regions, IReadOnlyList<string> CountriesExcluded, IReadOnlyList<string> RegionsExcluded);
