using Bookstore.Support;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class FileModeTests : IAsyncLifetime
{
    private const int ReadableByOthers = 6_007;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TestDatabase _database = new();

    [UnixFact]
    public async Task InitializeAsync_missing_file_makes_files_that_only_their_owner_reads()
    {
        var store = _database.OpenStore();
        await Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(1), "The Old Man and the Sea", "Ernest Hemingway"));

        foreach (var path in (string[])[_database.Path, _database.Path + "-wal", _database.Path + "-shm"])
        {
            Mode(path).ShouldBe(OwnerOnly, path);
        }
    }

    [UnixFact]
    public async Task InitializeAsync_link_to_a_missing_file_makes_a_file_that_only_its_owner_reads()
    {
        var target = Path.Combine(_database.Folder, "elsewhere.db");
        File.CreateSymbolicLink(_database.Path, target);

        await _database.OpenStore().InitializeAsync(CancellationToken.None);

        Mode(target).ShouldBe(OwnerOnly);
    }

    [UnixTheory]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead)]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    public async Task InitializeAsync_file_is_there_keeps_its_mode(UnixFileMode mode)
    {
        await File.WriteAllBytesAsync(_database.Path, []);
        SetMode(_database.Path, mode);

        await _database.OpenStore().InitializeAsync(CancellationToken.None);

        Mode(_database.Path).ShouldBe(mode);
        Mode(_database.Path + "-wal").ShouldBe(mode);
    }

    [UnixTheory]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead, false)]
    [InlineData(OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead, true)]
    public async Task InitializeAsync_file_that_every_user_can_read_is_logged(UnixFileMode mode, bool isLogged)
    {
        await File.WriteAllBytesAsync(_database.Path, []);
        SetMode(_database.Path, mode);
        using var logs = new RecordingLogs();
        using var loggers = new LoggerFactory([logs]);
        await using var store = new SqliteStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_database.Path}" }, loggers.CreateLogger<SqliteStore>());

        await store.InitializeAsync(CancellationToken.None);

        logs.Entries.Contains((ReadableByOthers, LogLevel.Warning)).ShouldBe(isLogged);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
