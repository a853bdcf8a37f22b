namespace Bookstore;

/// <summary>A price that the trade lists.</summary>
/// <param name="Type">What it is, such as <see cref="BookPriceTypes.RetailWithTax"/> or a code as it was given: 1 to 50 characters.</param>
/// <param name="Amount">The price: zero or more.</param>
public sealed record BookPrice(string Type, Money Amount)
{
    /// <summary>The longest <see cref="Territory"/>, in characters: 1,000.</summary>
    public const int MaxTerritoryLength = 1_000;

    /// <summary>The tax in per cent, 0 to 100: 7 for seven per cent.</summary>
    public decimal? TaxRate { get; init; }

    /// <summary>The first day on which it holds.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The last day on which it holds.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>Where it holds, such as <c>DE AT CH</c>: up to 1,000 characters.</summary>
    public string? Territory { get; init; }
}

/// <summary>The known types of prices. Others are kept as they are given.</summary>
public static class BookPriceTypes
{
    /// <summary>The recommended retail price with tax.</summary>
    public const string RetailWithTax = "rrp_including_tax";

    /// <summary>The recommended retail price without tax.</summary>
    public const string RetailWithoutTax = "rrp_excluding_tax";

    /// <summary>The fixed retail price with tax, where the law binds it.</summary>
    public const string FixedWithTax = "fixed_including_tax";

    /// <summary>The fixed retail price without tax, where the law binds it.</summary>
    public const string FixedWithoutTax = "fixed_excluding_tax";

    /// <summary>What the supplier charges the shop.</summary>
    public const string Supplier = "supplier";
}
