using System.Globalization;
using Bookstore.PostgreSql;

namespace Bookstore.Bench;

/// <summary>Everything that is measured, started and warm, in a temporary folder that goes with it.</summary>
internal sealed class Testbed(BenchOptions options, Plan plan) : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(options.Folder, "bookstore-bench-" + Path.GetRandomFileName());
    private readonly List<IAsyncDisposable> _started = [];
    private ServerProcess? _bare;
    private HostServer? _host;
    private HostServer? _overloaded;
    private PostgresCluster? _postgres;

    public Plan Plan { get; } = plan;

    public BenchOptions Options { get; } = options;

    /// <summary>The titles that are sold, one a line.</summary>
    public string Isbns => Path.Combine(_folder, "isbns.txt");

    /// <summary>The title that is sold out.</summary>
    public string SoldOut => Path.Combine(_folder, "sold-out.txt");

    public HostServer Host => _host!;

    public ServerProcess Bare => _bare!;

    /// <summary>The original demo, by the number of its workers.</summary>
    public Dictionary<int, ServerProcess> Originals { get; } = [];

    /// <summary>The memory of the host under load.</summary>
    public MemoryWatch Memory { get; } = new();

    public StartUps StartUps { get; } = new();

    /// <summary>The answers 201 that the host gave, and how many connections may have been cut before theirs.</summary>
    public (long Answers, long Cut) Created { get; set; }

    public string? PostgresConnection => _postgres?.ConnectionString;

    /// <summary>A host with little room, started with the first run that asks for it.</summary>
    public async Task<HostServer> OverloadedAsync()
    {
        if (_overloaded is null)
        {
            _overloaded = Keep(new HostServer(Options, Path.Combine(_folder, "overloaded")));
            await _overloaded.StartAsync(Overload.Settings);
            var room = new Callers(new Uri(_overloaded.Process.Url), Overload.Room, TimeSpan.FromSeconds(Math.Max(1, Plan.WarmUp / 4)));
            await room.RunAsync();
        }

        return _overloaded;
    }

    /// <summary>A new folder for one run.</summary>
    public string NewFolder() => Directory.CreateDirectory(Path.Combine(_folder, Path.GetRandomFileName())).FullName;

    /// <summary>Why a cell cannot be run here; null when it can.</summary>
    public string? WhyNot(Cell cell) => cell switch
    {
        { Kind: CellKind.Original } => OriginalServer.WhyNot(Options),
        { Kind: CellKind.Shop } when cell.Id.StartsWith("postgresql", StringComparison.Ordinal) && _postgres is null => "there was no PostgreSQL server",
        _ => null,
    };

    /// <summary>Takes a host that runs already, and nothing else. It stays its owner's.</summary>
    public async Task StartWithAsync(HostServer host)
    {
        _host = host;
        await WriteListsAsync();
    }

    /// <summary>Starts what the cells in processes of their own need.</summary>
    public async Task StartForShopsAsync()
    {
        Directory.CreateDirectory(_folder);
        await StartPostgresAsync();
    }

    /// <summary>Starts everything and lets it warm up.</summary>
    public async Task StartAsync()
    {
        await WriteListsAsync();
        _host = new HostServer(Options, Path.Combine(_folder, "host"));
        await StartServersAsync();
        if (OriginalServer.WhyNot(Options) is null)
        {
            foreach (var workers in Plan.IsWhole ? (int[])[1, 2] : [1])
            {
                Originals.Add(workers, Keep(await OriginalServer.StartAsync(Options, _folder, Isbns, workers)));
            }
        }

        await StartPostgresAsync();
        await HttpLoad.WarmUpAsync(this);
    }

    public async ValueTask DisposeAsync()
    {
        for (var index = _started.Count - 1; index >= 0; index--)
        {
            await _started[index].DisposeAsync();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task StartPostgresAsync()
    {
        if (PostgresBinaries.Folder is not null)
        {
            _postgres = Keep(await PostgresCluster.StartAsync("max_wal_size = 4GB"));
        }
    }

    private async Task WriteListsAsync()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllLinesAsync(Isbns, Shelves.Isbns.Select(isbn => isbn.ToString()));
        await File.WriteAllLinesAsync(SoldOut, [Shelves.SoldOut.ToString()]);
    }

    // The first start makes the database's files known to the system and is not counted.
    private async Task StartServersAsync()
    {
        Keep(_host!);
        await _host!.StartAsync();
        for (var round = 0; round < Plan.Rounds; round++)
        {
            await _host.StopAsync();
            StartUps.Host.Add((await _host.StartAsync()).TotalSeconds);
            await using var bare = await BareServer.StartAsync(Options, _folder);
            StartUps.Bare.Add(bare.StartUp.TotalSeconds);
        }

        _bare = Keep(await BareServer.StartAsync(Options, _folder));
    }

    private T Keep<T>(T started)
        where T : IAsyncDisposable
    {
        _started.Add(started);
        return started;
    }
}

/// <summary>Seconds from the start of a process to its first answer.</summary>
internal sealed class StartUps
{
    public List<double> Host { get; } = [];

    public List<double> Bare { get; } = [];

    public string Line => string.Create(CultureInfo.InvariantCulture, $"start-up to first answer: host {string.Join(' ', Host.Select(s => s.ToString("f2", CultureInfo.InvariantCulture)))} s, bare {string.Join(' ', Bare.Select(s => s.ToString("f2", CultureInfo.InvariantCulture)))} s");
}
