using System.Diagnostics;
using Bookstore.Support;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace Bookstore.Sqlite;

/// <summary>A database of a test, with stores whose clock stands still and whose critical log entries are counted.</summary>
internal sealed class WatchedDatabase : IAsyncDisposable
{
    private readonly CriticalLog _log = new();

    public TestDatabase Files { get; } = new();

    public SteppedTime Time { get; } = new();

    public string Folder => Files.Folder;

    public string Path => Files.Path;

    /// <summary>How many critical entries the stores have logged.</summary>
    public int Critical => _log.Count;

    public SqliteStore Open(Action<SqliteStoreOptions>? configure = null) => Files.OpenStore(configure, Time, _log);

    /// <summary>Opens a store in a new folder, so that the folder can be moved.</summary>
    public async Task<(SqliteStore Store, string Path)> OpenInAFolderAsync(string name)
    {
        var path = System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(Folder, name)).FullName, "shop.db");
        var store = Open(options => options.ConnectionString = $"Data Source={path}");
        await store.InitializeAsync(CancellationToken.None);
        return (store, path);
    }

    /// <summary>Copies a file in a process of its own: closing a file here would drop SQLite's locks.</summary>
    public static async Task CopyAsync(string from, string to)
    {
        using var process = Process.Start("cp", [from, to]);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
    }

    public ValueTask DisposeAsync() => Files.DisposeAsync();

    private sealed class CriticalLog : ILogger<SqliteStore>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Critical)
            {
                Interlocked.Increment(ref _count);
            }
        }
    }
}
