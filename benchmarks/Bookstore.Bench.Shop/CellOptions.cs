using System.Diagnostics.CodeAnalysis;
using System.Globalization;

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

    public required string Store { get; init; }

    public string Load { get; private set; } = "uniform";

    public int Callers { get; private set; } = 1;

    public TimeSpan Time { get; private set; } = TimeSpan.FromSeconds(10);

    public TimeSpan Warmup { get; private set; } = TimeSpan.FromSeconds(5);

    public int CommitSize { get; private set; } = 256;

    public string? Connection { get; private set; }

    public string? Folder { get; private set; }

    public bool IsCeiling => Store is "ado" or "raw";

    public static bool TryParse(string[] args, [NotNullWhen(true)] out CellOptions? options)
    {
        options = null;
        if (args is not ["cell", ..] || args.Length % 2 == 0)
        {
            return false;
        }

        var store = Array.IndexOf(args, "--store");
        var parsed = new CellOptions { Store = store < 0 ? string.Empty : args[store + 1] };
        for (var i = 1; i < args.Length; i += 2)
        {
            if (!parsed.TrySet(args[i], args[i + 1]))
            {
                return false;
            }
        }

        options = parsed.IsComplete() ? parsed : null;
        return options is not null;
    }

    private bool IsComplete() =>
        Store is "sqlite" or "memory" or "postgresql" or "ado" or "raw"
        && Load is "uniform" or "hot" or "soldout"
        && !(IsCeiling && Load == "soldout")
        && Callers > 0 && CommitSize > 0 && Time > TimeSpan.Zero
        && (Connection is not null) == (Store == "postgresql");

    private bool TrySet(string name, string value)
    {
        switch (name)
        {
            case "--store":
                return true;
            case "--load":
                Load = value;
                return true;
            case "--connection":
                Connection = value;
                return true;
            case "--folder":
                Folder = value;
                return true;
            default:
                return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && TrySetNumber(name, number);
        }
    }

    private bool TrySetNumber(string name, double number)
    {
        switch (name)
        {
            case "--callers":
                Callers = (int)number;
                return true;
            case "--seconds":
                Time = TimeSpan.FromSeconds(number);
                return true;
            case "--warmup":
                Warmup = TimeSpan.FromSeconds(number);
                return true;
            case "--commit-size":
                CommitSize = (int)number;
                return true;
            default:
                return false;
        }
    }
}
