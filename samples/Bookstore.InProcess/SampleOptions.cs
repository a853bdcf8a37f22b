using System.Globalization;

namespace Bookstore.Samples;

/// <summary>What the program was asked to do.</summary>
internal sealed record SampleOptions
{
    public const string Usage = """
        Usage: dotnet run --project samples/Bookstore.InProcess -- [books.csv] [options]

          books.csv           a catalogue in the format of goodbooks-10k; without it, a small excerpt
          --orders N          how many orders are placed, 1 to 1,000,000 (20000)
          --customers N       how many customers order at a time, 1 to 1,000 (50)
          --price MIN-MAX     the prices in USD, which the file does not have (4.99-29.99)
          --stock N           copies of each book, which the file does not have, 1 to 1,000,000 (20000)
          --limited N         copies of each tenth of the hundred best sellers, 0 to 1,000,000 (40)
          --seed N            makes another run of the dice (1)
          --store KIND        sqlite or memory (sqlite)
          --database PATH     keeps the SQLite file; without it, a temporary one is deleted at the end
        """;

    public string CataloguePath { get; init; } = ExcerptPath;

    public string? DatabasePath { get; init; }

    public bool InMemory { get; init; }

    public int Orders { get; init; } = 20_000;

    public int Customers { get; init; } = 50;

    public Money LowestPrice { get; init; } = new(4.99m, PriceList.Currency);

    public Money HighestPrice { get; init; } = new(29.99m, PriceList.Currency);

    public int Stock { get; init; } = 20_000;

    public int LimitedStock { get; init; } = 40;

    public int Seed { get; init; } = 1;

    public bool IsHelp { get; init; }

    /// <summary>Whether the excerpt of the repository is used.</summary>
    public bool IsExcerpt => CataloguePath == ExcerptPath;

    private static string ExcerptPath => Path.Combine(AppContext.BaseDirectory, "Data", "books-excerpt.csv");

    /// <summary>Reads the command line.</summary>
    /// <param name="args">Its words.</param>
    /// <returns>The options.</returns>
    /// <exception cref="FormatException">It cannot be understood; the message says which word.</exception>
    public static SampleOptions Parse(IReadOnlyList<string> args)
    {
        if (CommandLine.AsksForHelp(args))
        {
            return new SampleOptions { IsHelp = true };
        }

        var options = CommandLine.Read(args, new SampleOptions(), static (options, name, value) => options.With(name, value), static (options, path) => options.WithCatalogue(path));
        return options.InMemory && options.DatabasePath is not null
            ? throw new FormatException("--database keeps a SQLite file; it does not go with --store memory.")
            : options;
    }

    private SampleOptions WithCatalogue(string path) => IsExcerpt && path.Length > 0
        ? this with { CataloguePath = path }
        : throw new FormatException($"'{path}' is one file too many, or an empty name.");

    private SampleOptions With(string name, string value) => name switch
    {
        "--orders" => this with { Orders = CommandLine.Number(name, value, 1, 1_000_000) },
        "--customers" => this with { Customers = CommandLine.Number(name, value, 1, 1_000) },
        "--stock" => this with { Stock = CommandLine.Number(name, value, 1, 1_000_000) },
        "--limited" => this with { LimitedStock = CommandLine.Number(name, value, 0, 1_000_000) },
        "--seed" => this with { Seed = CommandLine.Number(name, value, 0, int.MaxValue) },
        "--price" => WithPrices(value),
        "--store" when value is "sqlite" or "memory" => this with { InMemory = value == "memory" },
        "--store" => throw new FormatException($"--store is sqlite or memory, not '{value}'."),
        "--database" when value.Length > 0 => this with { DatabasePath = value },
        "--database" => throw new FormatException("--database needs the path of a file."),
        _ => throw CommandLine.Unknown(name),
    };

    private SampleOptions WithPrices(string value)
    {
        var parts = value.Split('-');
        if (parts.Length > 2 || !TryPrice(parts[0], out var lowest) || !TryPrice(parts[^1], out var highest) || lowest.MinorUnits > highest.MinorUnits)
        {
            throw new FormatException($"--price is one price or MIN-MAX with at most two decimals, 0 to 10000, such as 4.99-29.99, not '{value}'.");
        }

        return this with { LowestPrice = lowest, HighestPrice = highest };
    }

    private static bool TryPrice(string text, out Money price)
    {
        price = default;

        // A longer text would be rounded, not refused.
        return text.Length <= "10000.00".Length
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount is >= 0 and <= 10_000
            && Money.TryCreate(amount, PriceList.Currency, out price);
    }
}
