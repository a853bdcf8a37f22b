using System.Text.RegularExpressions;

namespace Bookstore.Architecture.Tests;

/// <summary>What the sample host reads from the configuration beside the options of the packages.</summary>
internal static partial class HostKeys
{
    /// <summary>Each key with its default and its meaning.</summary>
    public static IReadOnlyDictionary<string, (string Default, string Meaning)> Described { get; } = new SortedDictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["Authentication:Schemes:Bearer"] = ("none", "Bearer tokens beside API keys: `Authority` and `ValidAudience` for example. Without an audience the host does not start."),
        ["BOOKSTORE_API_KEY"] = ("none", "The API key of the client `default`, which has every role: 16 to 512 visible ASCII characters. In Development any length; without it `secret123`, with a warning."),
        ["Bookstore:Console:Enabled"] = ("`true` in Development, else `false`", "The console at `/console`, see [the console](console.md)."),
        ["Bookstore:Docs:Enabled"] = ("`true` in Development, else `false`", "Swagger UI at `/docs` and Scalar at `/scalar`."),
        ["Bookstore:Payments:LedgerPath"] = ("beside the database: `bookstore.payments`", "The file of the simulated gateway's ledger."),
        ["Bookstore:Payments:LedgerSync"] = ("`EverySecond`", "When the simulated gateway syncs its ledger's file: `EverySecond`, or before `EachAnswer`."),
        ["Bookstore:Payments:BankAddress"] = ("", "The address at which browsers reach the simulated bank, such as `https://shop.example/`. By default the first one that the host listens on."),
        ["Bookstore:Payments:Provider"] = ("`simulated` in Development, else none", "The payment gateway. Outside Development the host does not start without one. `stripe` charges with Stripe, whose options are under `Bookstore:Payments:Stripe`; `simulated` makes no real charges."),
        ["Bookstore:Store"] = ("`sqlite`", "`sqlite`, `postgresql` or `memory`."),
        ["ConnectionStrings:Bookstore"] = ("`Data Source=bookstore.db`", "The database. Required with `postgresql`."),
        ["Kestrel:Limits"] = ("`MaxConcurrentConnections` 1,000, `Http2:MaxStreamsPerConnection` 32, `MaxRequestBufferSize` 65,536", "Kestrel's limits."),
    };

    /// <summary>The keys that its code names and that are no options of a package.</summary>
    public static IReadOnlySet<string> Read(IEnumerable<string> options)
    {
        var sources = Repository.Files("samples/Bookstore.Host", ".cs").Select(File.ReadAllText).ToList();
        var keys = sources.SelectMany(source => Key().Matches(source).Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        if (sources.Any(source => source.Contains("GetConnectionString(\"Bookstore\")", StringComparison.Ordinal)))
        {
            keys.Add("ConnectionStrings:Bookstore");
        }

        keys.ExceptWith(options);
        return keys;
    }

    [GeneratedRegex("\"((?:Bookstore|Authentication|Kestrel):[A-Za-z:]+|BOOKSTORE_API_KEY)\"")]
    private static partial Regex Key();
}
