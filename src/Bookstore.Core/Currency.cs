using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Bookstore;

/// <summary>A currency in use, with its decimals. Source: ISO 4217, list one (current currencies and funds), without funds, metals and test codes.</summary>
internal sealed class Currency
{
    private const string TwoDecimals =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN " +
        "ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD " +
        "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS " +
        "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";

    private static readonly FrozenDictionary<string, Currency> All = Read();

    private Currency(string code, int decimals)
    {
        Code = code;
        Decimals = decimals;
    }

    public string Code { get; }

    public int Decimals { get; }

    public static bool TryGet([NotNullWhen(true)] string? code, [NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        return code is not null && All.TryGetValue(code, out currency);
    }

    /// <summary>Finds a currency; the parameter is named as in the public methods that pass theirs on.</summary>
    public static Currency Get(string currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return TryGet(currency, out var found)
            ? found
            : throw new ArgumentException("This is no currency in use: give a code of ISO 4217, three upper-case letters such as EUR or USD.", nameof(currency));
    }

    private static FrozenDictionary<string, Currency> Read()
    {
        var all = new Dictionary<string, Currency>(StringComparer.Ordinal);
        Add(all, NoDecimals, 0);
        Add(all, TwoDecimals, 2);
        Add(all, ThreeDecimals, 3);
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, Currency> all, string codes, int decimals)
    {
        foreach (var code in codes.Split(' '))
        {
            all.Add(code, new Currency(code, decimals));
        }
    }
}
