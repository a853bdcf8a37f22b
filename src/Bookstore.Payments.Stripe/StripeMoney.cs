using System.Collections.Frozen;
using System.Globalization;

namespace Bookstore.Payments.Stripe;

/// <summary>Amounts as Stripe counts them: in minor units, whose number of decimals is not always that of ISO 4217.</summary>
/// <remarks>Source: Stripe's documentation of currencies. Three-decimal currencies end in a zero; ISK and UGX have two decimals that are zero; MGA has none.</remarks>
internal static class StripeMoney
{
    private static readonly FrozenSet<string> NoDecimals =
        new[] { "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> ThreeDecimals = new[] { "BHD", "JOD", "KWD", "OMR", "TND" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>An amount in Stripe's minor units; <see langword="null"/> where Stripe cannot count it.</summary>
    public static long? TryCount(Money amount)
    {
        if (amount.IsDefault || !amount.IsCurrencyKnown || amount.MinorUnits <= 0)
        {
            return null;
        }

        var isThree = ThreeDecimals.Contains(amount.Currency);
        var counted = amount.Amount * FactorOf(amount.Currency);
        return counted == decimal.Truncate(counted) && counted <= long.MaxValue && (!isThree || counted % 10m == 0m) ? (long)counted : null;
    }

    /// <summary>Stripe's code of a currency.</summary>
    public static string CodeOf(string currency)
    {
#pragma warning disable CA1308 // Stripe's codes are lower-case.
        return currency.ToLowerInvariant();
#pragma warning restore CA1308
    }

    /// <summary>An amount that Stripe counted.</summary>
    public static Money Read(long counted, string currency)
    {
        var code = currency.ToUpperInvariant();
        var amount = counted / FactorOf(code);
        return Money.TryCreate(amount, code, out var money)
            ? money
            : throw new BookstoreException(string.Create(CultureInfo.InvariantCulture, $"Stripe returned an amount of {counted} {code}, which is no amount of that currency."));
    }

    private static decimal FactorOf(string currency) => NoDecimals.Contains(currency) ? 1m : ThreeDecimals.Contains(currency) ? 1_000m : 100m;
}
