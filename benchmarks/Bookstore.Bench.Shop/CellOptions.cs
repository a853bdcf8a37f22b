using System.Globalization;
using Bookstore.Samples;

namespace Bookstore.Bench;

/// <summary>What one cell of the matrix measures.</summary>
internal sealed record CellOptions
{
    public const string Usage =
        """
        Usage: Bookstore.Bench.Shop cell --store sqlite|memory|postgresql|ado|raw --load uniform|hot|soldout --callers N --seconds S
               [--warmup S] [--commit-size N] [--connection CONN] [--folder PATH]
          --commit-size  orders a commit, for ado and raw; 256 by default
          --connection   the connection string, for postgresql
          --folder       where the database is; a temporary folder by default
        """;

    public string Store { get; init; } = string.Empty;

    public string Load { get; init; } = "uniform";

    public int Callers { get; init; } = 1;

    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(5);

    public int CommitSize { get; init; } = 256;

    public string? Connection { get; init; }

    public string? Folder { get; init; }

    public bool IsCeiling => Store is "ado" or "raw";

    /// <exception cref="FormatException">The command line cannot be understood.</exception>
    public static CellOptions Parse(string[] args)
    {
        var options = args is ["cell", .. var rest]
            ? CommandLine.Read(rest, new CellOptions(), static (options, name, value) => options.With(name, value), static (_, word) => throw CommandLine.Unknown(word))
            : throw new FormatException("The first word is 'cell'.");
        return options.IsComplete() ? options : throw new FormatException("The options do not go together.");
    }

    private bool IsComplete() =>
        Store is "sqlite" or "memory" or "postgresql" or "ado" or "raw"
        && Load is "uniform" or "hot" or "soldout"
        && !(IsCeiling && Load == "soldout")
        && (Connection is not null) == (Store == "postgresql");

    private CellOptions With(string name, string value) => name switch
    {
        "--store" => this with { Store = value },
        "--load" => this with { Load = value },
        "--connection" => this with { Connection = value },
        "--folder" => this with { Folder = value },
        "--callers" => this with { Callers = CommandLine.Number(name, value, 1, 1_000_000) },
        "--seconds" => this with { Time = Seconds(name, value) },
        "--warmup" => this with { Warmup = Seconds(name, value) },
        "--commit-size" => this with { CommitSize = CommandLine.Number(name, value, 1, 1_000_000) },
        _ => throw CommandLine.Unknown(name),
    };

    private static TimeSpan Seconds(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0 ? TimeSpan.FromSeconds(seconds) : throw new FormatException($"{name} is '{value}', not a time in seconds.");
}
