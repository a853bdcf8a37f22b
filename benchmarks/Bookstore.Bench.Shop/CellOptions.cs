using System.Globalization;
using Bookstore.Samples;

namespace Bookstore.Bench;

/// <summary>What one cell of the matrix measures.</summary>
internal sealed record CellOptions
{
    public const string Usage =
        """
        Usage: Bookstore.Bench.Shop cell --store sqlite|memory|postgresql|ado|raw --load uniform|hot|soldout|feed|handler|otherhost|webhooks|webhooks-slow --callers N --seconds S
               [--warmup S] [--commit-size N] [--events on|off] [--rate N] [--connection CONN] [--folder PATH]
          --load         which titles are ordered; feed reads the events of the shelves, handler orders all titles and has a handler told,
                         otherhost has another host read of the orders, webhooks delivers the events of the shelves to ten receivers, webhooks-slow to nine beside a slow one
          --commit-size  orders a commit, for ado and raw; 256 by default
          --events       whether events are written; on by default
          --rate         orders a second of all callers together; as many as they can by default
          --connection   the connection string, for postgresql
          --folder       where the database is; a temporary folder by default
        """;

    public string Store { get; init; } = string.Empty;

    public string Load { get; init; } = "uniform";

    public int Callers { get; init; } = 1;

    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(5);

    public int CommitSize { get; init; } = 256;

    public bool Events { get; init; } = true;

    public int? Rate { get; init; }

    public string? Connection { get; init; }

    public string? Folder { get; init; }

    public bool IsCeiling => Store is "ado" or "raw";

    public bool IsOfEvents => Load is "feed" or "handler" or "otherhost" or "webhooks" or "webhooks-slow";

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
        && (IsOfEvents || Load is "uniform" or "hot" or "soldout")
        && !(IsCeiling && (IsOfEvents || Load == "soldout"))
        && (Events || !IsOfEvents)
        && (Load != "otherhost" || Store == "postgresql")
        && (Connection is not null) == (Store == "postgresql");

    private CellOptions With(string name, string value) => name switch
    {
        "--store" => this with { Store = value },
        "--load" => this with { Load = value },
        "--events" => this with { Events = value is "on" or "off" ? value == "on" : throw new FormatException($"--events is '{value}', not on or off.") },
        "--rate" => this with { Rate = CommandLine.Number(name, value, 1, 1_000_000) },
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
