using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Bookstore;

/// <summary>A currency with its decimals. Source: ISO 4217, list one (current currencies), and list three (those that are no longer in use), without funds, metals and test codes.</summary>
internal sealed class Currency
{
    private const string TwoDecimals =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN " +
        "ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD " +
        "MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS " +
        "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

    private const string NoDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
    private const string ThreeDecimals = "BHD IQD JOD KWD LYD OMR TND";


    // What was sold in them stays readable, and can be refunded. A code that comes out of use moves here.
    private const string RetiredTwoDecimals =
        "AFA ANG AON AOR ATS AYM AZM BAD BGL BGN BRE BRR CSD CSK CUC CYP DDM DEM ECS ECV EEK FIM FRF GEK GHC GWP HRD HRK IEP LTL LTT LVL LVR MDC MLF MRO MTL MTP " +
        "MXP MZM NIC NLG PEI PLZ ROL RUR SDD SDP SIT SKK SLL SRG STD SUR TJR TMM UAK UYP VEB VEF XDC YUD YUM YUN ZAL ZMK ZRN ZRZ ZWC ZWD ZWL ZWN ZWR";

    private const string RetiredNoDecimals = "ADP BEF BYB BYR ESP GRD ITL LUF MGF PTE TPE TRL XEU";

    // Where a code is not known, as the Unicode CLDR has it; minor units are exact all the same.
    private const int UsualDecimals = 2;

    private static readonly FrozenDictionary<string, Currency> All = Read();

    private Currency(string code, int decimals, bool isInUse, bool isKnown)
    {
        Code = code;
        Decimals = decimals;
        IsInUse = isInUse;
        IsKnown = isKnown;
    }

    /// <summary>Whether anything new can be priced in it.</summary>
    public bool IsInUse { get; }

    /// <summary>Whether this version knows it; its decimals are a guess otherwise.</summary>
    public bool IsKnown { get; }

    public string Code { get; }

    public int Decimals { get; }

    public static bool TryGet([NotNullWhen(true)] string? code, [NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        return code is not null && All.TryGetValue(code, out currency);
    }

    /// <summary>The currency of a stored amount, which a newer version may have written: one that is not known keeps its code.</summary>
    public static Currency OfStored(string code) => TryGet(code, out var found) ? found : new Currency(code, UsualDecimals, isInUse: false, isKnown: false);

    /// <summary>Whether two are the same; <see langword="null"/> is the currency of no amount.</summary>
    public static bool AreSame(Currency? left, Currency? right) =>
        ReferenceEquals(left, right) || (left is { IsKnown: false } && right is { IsKnown: false } && string.Equals(left.Code, right.Code, StringComparison.Ordinal));

    /// <summary>Finds a currency; the parameter is named as in the public methods that pass theirs on.</summary>
    public static Currency Get(string currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return TryGet(currency, out var found)
            ? found
            : throw new ArgumentException("This is no currency: give a code of ISO 4217, three upper-case letters such as EUR or USD.", nameof(currency));
    }

    private static FrozenDictionary<string, Currency> Read()
    {
        var all = new Dictionary<string, Currency>(StringComparer.Ordinal);
        Add(all, NoDecimals, 0, isInUse: true);
        Add(all, TwoDecimals, 2, isInUse: true);
        Add(all, ThreeDecimals, 3, isInUse: true);
        Add(all, RetiredNoDecimals, 0, isInUse: false);
        Add(all, RetiredTwoDecimals, 2, isInUse: false);
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, Currency> all, string codes, int decimals, bool isInUse)
    {
        foreach (var code in codes.Split(' '))
        {
            all.Add(code, new Currency(code, decimals, isInUse, isKnown: true));
        }
    }
}
