using Microsoft.Data.Sqlite;
using Shouldly;

namespace Bookstore.Sqlite;

/// <summary>A database with many books, and the place of its backup.</summary>
internal sealed class BackedUpDatabase : IAsyncDisposable
{
    public const int Books = 8_000;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Filled once: many books take longer than the backup of them.
    private static readonly Lazy<Task<string>> Filled = new(FillAsync);

    private readonly TestDatabase _files = new();

    public string Folder => _files.Folder;

    public string Path => _files.Path;

    public string Target => System.IO.Path.Combine(Folder, "backup.db");

    public SqliteStore OpenStore(TimeProvider? time = null) => _files.OpenStore(time: time);

    public async Task<SqliteStore> OpenFilledAsync()
    {
        File.Copy(await Filled.Value, Path);
        return OpenStore();
    }

    public static Task SaveAsync(SqliteStore store, int number) => Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(number), $"Title {number}"));

    public SqliteConnection Connect() => _files.Connect();

    public static object? Scalar(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Neither a copy nor a part of one is left in the folder.</summary>
    public void ShouldLeaveNothing() => Directory.GetFiles(Folder).Select(System.IO.Path.GetFileName).ShouldAllBe(static name => name!.StartsWith("shop.db", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _files.DisposeAsync();

    private static async Task<string> FillAsync()
    {
        var files = new TestDatabase();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(files.Folder, recursive: true);
        await using var store = files.OpenStore();
        await Samples.SaveBooksAsync(store, [.. Enumerable.Range(1, Books).Select(static number => Samples.Book(Samples.Isbn(number), $"Title {number} {new string('x', 200)}"))]);
        return files.Path;
    }
}

/// <summary>Does something between two steps of a backup.</summary>
internal sealed class BackupHook(Action<SqliteBackupProgress> act) : IProgress<SqliteBackupProgress>
{
    public void Report(SqliteBackupProgress value) => act(value);
}
