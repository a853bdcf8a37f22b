using Bookstore.Stripe.Double.Api;

namespace Bookstore.Stripe.Double.Account;

/// <summary>Which amounts Stripe takes: whole minor units, with rules of their own for some currencies.</summary>
internal static class StripeAmount
{
    private const long Max = 99_999_999;
    private const long MaxInZeroDecimals = 99_999_999;

    private static readonly HashSet<string> ZeroDecimals = ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"];
    private static readonly HashSet<string> ThreeDecimals = ["bhd", "jod", "kwd", "omr", "tnd"];
    private static readonly HashSet<string> WholeOnly = ["isk", "ugx"];

    public static long Check(long amount, string currency)
    {
        var minimum = ZeroDecimals.Contains(currency) ? 50 : ThreeDecimals.Contains(currency) ? 100 : WholeOnly.Contains(currency) ? 5_000 : 50;
        if (amount < minimum)
        {
            throw StripeFailure.Invalid($"Amount must be at least {minimum} {currency}.", "amount_too_small", "amount");
        }

        if (amount > (ZeroDecimals.Contains(currency) ? MaxInZeroDecimals : Max))
        {
            throw StripeFailure.Invalid("Amount must be no more than 99999999.", "amount_too_large", "amount");
        }

        var step = ThreeDecimals.Contains(currency) ? 10 : WholeOnly.Contains(currency) ? 100 : 1;
        return amount % step == 0 ? amount : throw StripeFailure.Invalid($"Amounts in {currency} must be multiples of {step}.", "invalid_amount", "amount");
    }

    public static string Currency(string currency) => currency.Length == 3 && currency.All(char.IsAsciiLetterLower)
        ? currency
        : throw StripeFailure.Invalid($"Invalid currency: {currency}.", "invalid_currency", "currency");
}
