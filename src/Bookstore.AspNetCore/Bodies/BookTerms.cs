using System.Globalization;

namespace Bookstore.AspNetCore;

/// <summary>The amount of a body and the currency that it is in, which can stand before or behind it.</summary>
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
    public readonly string? ProblemOfAmount(string defaultCurrency)
    {
        var currency = _isCurrencyGiven ? _currency : defaultCurrency;
        if (_amount is not { } amount || currency is null || (Money.TryCreate(amount, currency, out var money) && money.MinorUnits is >= 0 and <= Book.MaxPriceInMinorUnits))
        {
            return null;
        }

        return string.Create(CultureInfo.InvariantCulture, $"must be zero or more, with at most the {Money.GetDecimals(currency)} decimals of its currency and 100,000,000,000 minor units");
    }
}
