namespace Bookstore.Samples;

/// <summary>What the program was asked to do.</summary>
internal sealed record ConsumerOptions
{
    public const string Usage = """
        Usage: dotnet run --project samples/Bookstore.RemoteConsumer -- [books.csv] [options]

          books.csv          a catalogue in the format of goodbooks-10k; without it, a small excerpt
          --url ADDRESS      where the host is (http://localhost:5001)
          --orders N         how many orders are placed, 1 to 100,000 (500)
          --concurrency N    how many requests are in progress at a time, 1 to 256 (16)
          --stock N          copies of each book that are booked in, 1 to 10,000 (20)

        The API key is read from BOOKSTORE_API_KEY; without it, the key of a host in Development is used.
        """;

    private const string DevelopmentKey = "secret123";

    public string CataloguePath { get; init; } = Path.Combine(AppContext.BaseDirectory, "Data", "books-excerpt.csv");

    public Uri Address { get; init; } = new("http://localhost:5001");

    public string ApiKey { get; } = Environment.GetEnvironmentVariable("BOOKSTORE_API_KEY") is { Length: > 0 } key ? key : DevelopmentKey;

    public int Orders { get; init; } = 500;

    public int Concurrency { get; init; } = 16;

    public int Stock { get; init; } = 20;

    public bool IsHelp { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It cannot be understood; the message says which word.</exception>
    public static ConsumerOptions Parse(string[] args) => CommandLine.AsksForHelp(args)
        ? new ConsumerOptions { IsHelp = true }
        : CommandLine.Read(args, new ConsumerOptions(), static (options, name, value) => options.With(name, value), static (options, path) => options with { CataloguePath = path });

    private ConsumerOptions With(string name, string value) => name switch
    {
        "--url" when Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme.StartsWith("http", StringComparison.Ordinal) => this with { Address = address },
        "--url" => throw new FormatException($"--url is '{value}'; give an address such as http://localhost:5001."),
        "--orders" => this with { Orders = CommandLine.Number(name, value, 1, 100_000) },
        "--concurrency" => this with { Concurrency = CommandLine.Number(name, value, 1, 256) },
        "--stock" => this with { Stock = CommandLine.Number(name, value, 1, 10_000) },
        _ => throw CommandLine.Unknown(name),
    };
}
