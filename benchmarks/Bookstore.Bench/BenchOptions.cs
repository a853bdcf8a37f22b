namespace Bookstore.Bench;

/// <summary>Where things are.</summary>
internal sealed record BenchOptions
{
    /// <summary>The repository.</summary>
    public string Root { get; } = FindRoot();

    /// <summary>The original demo.</summary>
    public required string Original { get; init; }

    /// <summary>Where the databases of the measurements go.</summary>
    public required string Folder { get; init; }

    /// <summary>How many orders the store holds, in the measurements of growth.</summary>
    public IReadOnlyList<int> Orders { get; init; } = [0, 1_000_000, 10_000_000];

    /// <summary>How long memory is watched.</summary>
    public int Minutes { get; init; } = 10;

    public static bool TryParse(ReadOnlySpan<string> args, out BenchOptions options)
    {
        options = new BenchOptions { Original = string.Empty, Folder = Path.GetTempPath() };
        options = options with { Original = Environment.GetEnvironmentVariable("BOOKSTORE_BENCH_ORIGINAL") ?? Path.GetFullPath(Path.Combine(options.Root, "../shared/seed/app")) };
        for (; args.Length >= 2; args = args[2..])
        {
            switch (args[0])
            {
                case "--original":
                    options = options with { Original = Path.GetFullPath(args[1]) };
                    break;
                case "--folder":
                    options = options with { Folder = Directory.CreateDirectory(args[1]).FullName };
                    break;
                case "--orders":
                    options = options with { Orders = [.. args[1].Split(',').Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))] };
                    break;
                case "--minutes":
                    options = options with { Minutes = int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) };
                    break;
                default:
                    return false;
            }
        }

        return args.IsEmpty;
    }

    /// <summary>A program of the repository, built beside this one.</summary>
    public string ProgramOf(string project)
    {
        var output = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        return Path.Combine(Root, project, "bin", output, "net10.0", Path.GetFileName(project) + ".dll");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Bookstore.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The bench measures the repository that it was built in; Bookstore.sln is not above it.");
    }
}
