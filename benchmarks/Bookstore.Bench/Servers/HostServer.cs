using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Bookstore.Bench;

/// <summary>The sample host as it is shipped, on a SQLite database of its own.</summary>
internal sealed class HostServer(BenchOptions options, string folder) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // As settlement looks for them, by an index: among millions of orders a look through all of them would take seconds of the run.
    private const string Owing = "owed IS NOT NULL AND due_at IS NOT NULL";

    private ServerProcess? _process;

    public ServerProcess Process => _process ?? throw new InvalidOperationException("The host was not started.");

    private string Database => Path.Combine(folder, "bookstore.db");

    /// <summary>Starts it, and says how long that took.</summary>
    /// <param name="settings">What its configuration says beside the database and the key.</param>
    public async Task<TimeSpan> StartAsync(params (string Name, string Value)[] settings)
    {
        Directory.CreateDirectory(folder);
        if (!File.Exists(Database))
        {
            await Shelves.FillAsync($"Data Source={Database}");
        }

        var environment = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        environment["Bookstore__Payments__Provider"] = "simulated";
        environment.TryAdd("Bookstore__MaxRequestsPerSecond", "0");
        environment["BOOKSTORE_API_KEY"] = ServerProcess.ApiKey;
        environment["ConnectionStrings__Bookstore"] = $"Data Source={Database}";
        var program = options.ProgramOf("samples/Bookstore.Host");
        _process = await ServerProcess.StartAsync(
            Path.Combine(folder, "log"), $"/api/books/{Shelves.SoldOut}", environment,
            "dotnet", program, "--urls", "http://127.0.0.1:{port}", "--contentRoot", Path.GetDirectoryName(program)!);
        return _process.StartUp;
    }

    /// <summary>Waits until no order owes anything.</summary>
    public async Task<TimeSpan> SettleAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (await CountAsync(Owing) > 0)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException("The backlog of payments was not settled within a minute.");
            }

            await Task.Delay(5);
        }

        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>How many orders are on the disk.</summary>
    public Task<long> CountOrdersAsync() => CountAsync("status = 2 AND owed IS NULL");

    public async Task StopAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task<long> CountAsync(string condition)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Mode=ReadOnly;Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The conditions are those of this file.
        command.CommandText = "SELECT count(*) FROM orders WHERE " + condition;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
