using Bookstore.Samples;

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

    /// <exception cref="FormatException">The command line cannot be understood; the message says which word.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions { Original = string.Empty, Folder = Path.GetTempPath() };
        options = options with { Original = Environment.GetEnvironmentVariable("BOOKSTORE_BENCH_ORIGINAL") ?? Path.GetFullPath(Path.Combine(options.Root, "../shared/seed/app")) };
        return CommandLine.Read(args, options, static (options, name, value) => options.With(name, value), static (_, word) => throw CommandLine.Unknown(word));
    }

    /// <summary>A program of the repository, built beside this one.</summary>
    public string ProgramOf(string project)
    {
        var output = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
        return Path.Combine(Root, project, "bin", output, "net10.0", Path.GetFileName(project) + ".dll");
    }

    private BenchOptions With(string name, string value) => name switch
    {
        "--original" => this with { Original = Path.GetFullPath(value) },
        "--folder" => this with { Folder = Directory.CreateDirectory(value).FullName },
        "--orders" => this with { Orders = [.. value.Split(',').Select(number => CommandLine.Number(name, number, 0, int.MaxValue))] },
        "--minutes" => this with { Minutes = CommandLine.Number(name, value, 1, 1_440) },
        _ => throw CommandLine.Unknown(name),
    };

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
