using System.Globalization;

namespace Bookstore.AspNetCore;

/// <summary>The amount of a body and the currency that it is in, which may come before or after it.</summary>
internal struct BookTerms
{
    private decimal? _amount;
    private string? _currency;
    private bool _isCurrencyGiven;

    /// <summary>The name of the amount's member.</summary>
    public string? AmountName { get; private set; }

    public void SetAmount(string name, decimal amount) => (AmountName, _amount) = (name, amount);

    /// <summary>Notes the currency; <see langword="null"/> when what was given is none.</summary>
    public void SetCurrency(string? currency) => (_currency, _isCurrencyGiven) = (currency, true);

    /// <summary>What is wrong with the amount in its currency; <see langword="null"/> when nothing is, or when its currency is wrong.</summary>
    public readonly string? ProblemOfAmount(string? defaultCurrency)
    {
        var currency = _isCurrencyGiven ? _currency : defaultCurrency;
        return _amount is { } amount && currency is not null ? ProblemOf(amount, currency, out _) : null;
    }

    /// <summary>What is wrong with a price; <see langword="null"/> when nothing is.</summary>
    public static string? ProblemOf(decimal amount, string currency, out Money price) =>
        Money.TryCreate(amount, currency, out price) && price.MinorUnits is >= 0 and <= Book.MaxPriceInMinorUnits ? null : string.Create(CultureInfo.InvariantCulture, $"must be zero or more, with at most the {Money.GetDecimals(currency)} decimals of its currency and 100,000,000,000 minor units");
}
