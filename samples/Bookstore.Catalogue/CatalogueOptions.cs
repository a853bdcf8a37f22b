using System.Globalization;

namespace Bookstore.Samples;

/// <summary>What the command line asks for.</summary>
internal sealed record CatalogueOptions
{
    public const string Usage = """
        Keeps the catalogue of a shop by files of the trade.

        Bookstore.Catalogue import FILE --database shop.db [options]

        FILE                 an ONIX message (2.1, 3.0, 3.1; plain, .gz or .zip), or a table as CSV
        --database FILE      the SQLite file of the shop; it is made where there is none
        --dry-run            writes nothing and says what would be done
        --currency CODE      the currency of prices. ONIX: others are left out. CSV: of prices without one (default USD)
        --country CODE       ONIX: the country of the shop; prices for other countries are left out
        --other-articles     takes articles that are no books by their EAN-13, such as calendars and magazines
        --keep-prices        books that the shop has keep their prices
        --columns MAP        CSV: goodbooks, shopify, woocommerce, or pairs such as isbn=EAN,title=Name,author=Writer,price=RRP (default: by the header)
        --price AMOUNT       CSV: the price of books without one
        --report FILE        writes the report to a .json or .csv file

        The last line is imported=N changed=N unchanged=N deleted=N refused=N mb_per_s=N.
        An import that is stopped continues where it was when it is started again.
        """;

    public bool IsHelp { get; init; }

    public string Path { get; init; } = string.Empty;

    public string Database { get; init; } = string.Empty;

    public bool DryRun { get; init; }

    public bool KeepPrices { get; init; }

    public bool OtherArticles { get; init; }

    public string? Currency { get; init; }

    public string? Country { get; init; }

    public string? Columns { get; init; }

    public decimal? Price { get; init; }

    public string? ReportPath { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="FormatException">It cannot be understood; the message says why.</exception>
    public static CatalogueOptions Parse(IReadOnlyList<string> args)
    {
        if (args.Count == 0 || args.Any(static word => word is "--help" or "-h"))
        {
            return new CatalogueOptions { IsHelp = true };
        }

        if (args[0] != "import")
        {
            throw new FormatException($"There is no command {args[0]}. The command is import.");
        }

        var options = new CatalogueOptions();
        for (var at = 1; at < args.Count; at++)
        {
            var word = args[at];
            options = word switch
            {
                "--dry-run" => options with { DryRun = true },
                "--keep-prices" => options with { KeepPrices = true },
                "--other-articles" => options with { OtherArticles = true },
                ['-', '-', ..] => options.With(word, ++at < args.Count ? args[at] : throw new FormatException($"{word} needs a value, or is no option.")),
                _ when options.Path.Length > 0 => throw new FormatException($"One file is imported at a time, and {word} is another one."),
                _ => options with { Path = word },
            };
        }

        return options switch
        {
            { Path.Length: 0 } => throw new FormatException("The file to import is missing."),
            { Database.Length: 0 } => throw new FormatException("--database is missing: the SQLite file of the shop."),
            _ => options,
        };
    }

    private CatalogueOptions With(string name, string value) => name switch
    {
        "--database" => this with { Database = value },
        "--currency" => this with { Currency = CurrencyOf(value) },
        "--country" => this with { Country = value.Length == 2 ? value.ToUpperInvariant() : throw new FormatException($"--country is a code such as DE, not '{value}'.") },
        "--columns" => this with { Columns = value },
        "--price" => this with { Price = decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var price) ? price : throw new FormatException($"--price is an amount such as 9.99, not '{value}'.") },
        "--report" => this with
        {
            ReportPath = value.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || value.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? value : throw new FormatException("--report is a .json or a .csv file."),
        },
        _ => throw new FormatException($"There is no option {name}."),
    };

    private static string CurrencyOf(string value) =>
        Money.TryCreate(0, value.ToUpperInvariant(), out var zero) ? zero.Currency : throw new FormatException($"--currency is a code such as EUR, not '{value}'.");
}
