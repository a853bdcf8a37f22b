using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>A database file that is overwritten in place, as <c>cp backup.db shop.db</c> does, is noticed before the next commit, and soon by reads.</summary>
public sealed class OverwrittenDatabaseTests : IAsyncLifetime
{
    private readonly WatchedDatabase _database = new();

    // What cp does: the same file with another content. The log is left.
    [LinuxTheory]
    [InlineData("by VACUUM INTO")]
    [InlineData("by SqliteBackup")]
    [InlineData("by cp")]
    [InlineData("cut off")]
    [InlineData("emptied")]
    public async Task Commit_database_overwritten_in_place_with_an_older_backup_is_refused_with_a_critical_log(string backup)
    {
        var store = _database.Open(static options => options.CheckpointPages = 100);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        var path = await BackUpAsync(store, backup);
        await WriteUntilCopiedAsync(store);

        await WatchedDatabase.CopyAsync(path, _database.Path);

        await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));
        (await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1))).Message.ShouldContain("Stop this process");
        _database.Critical.ShouldBe(1);
    }

    [LinuxFact]
    public async Task Read_database_overwritten_in_place_is_refused_after_a_second_at_the_latest()
    {
        var store = _database.Open(static options => options.CheckpointPages = 100);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        var path = await BackUpAsync(store, "by VACUUM INTO");
        await WriteUntilCopiedAsync(store);
        await WatchedDatabase.CopyAsync(path, _database.Path);

        _database.Time.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<BookstoreStoreException>(async () => await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None));
        _database.Critical.ShouldBe(1);
    }

    // The log that a killed process left is copied first: until then nobody knows what the file has to hold.
    [LinuxFact]
    public async Task Commit_after_a_kill_database_overwritten_in_place_is_refused()
    {
        var killed = _database.Files.OpenStore();
        await Samples.ReceiveAsync(killed, Samples.Isbn(1), 1);
        var backup = await BackUpAsync(killed, "by VACUUM INTO");
        await Samples.ReceiveAsync(killed, Samples.Isbn(1), 1);
        var path = Path.Combine(_database.Folder, "killed.db");
        await WatchedDatabase.CopyAsync(_database.Path, path);
        await WatchedDatabase.CopyAsync(_database.Path + "-wal", path + "-wal");
        var store = _database.Open(options => options.ConnectionString = $"Data Source={path}");
        var copied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Checkpointer.Copied = () => copied.TrySetResult();
        await store.InitializeAsync(CancellationToken.None);
        await copied.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await WatchedDatabase.CopyAsync(backup, path);

        await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));
        _database.Critical.ShouldBe(1);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private async Task<string> BackUpAsync(SqliteStore store, string how)
    {
        var path = _database.Path + ".backup";
        switch (how)
        {
            case "by VACUUM INTO":
                _database.Files.Scalar($"VACUUM INTO '{path}'");
                break;
            case "by SqliteBackup":
                await store.BackupAsync(path, null, CancellationToken.None);
                break;
            case "by cp":
                _database.Files.Scalar("PRAGMA wal_checkpoint(PASSIVE)");
                await WatchedDatabase.CopyAsync(_database.Path, path);
                break;
            default:
                await File.WriteAllBytesAsync(path, how == "emptied" ? [] : new byte[WriteAheadLog.PageSize]);
                break;
        }

        return path;
    }

    // Until the background has copied the log a second time, which has grown the file.
    private static async Task WriteUntilCopiedAsync(SqliteStore store)
    {
        var rounds = 0;
        store.Checkpointer.Copied = () => Interlocked.Increment(ref rounds);
        for (var i = 2; Volatile.Read(ref rounds) < 2; i++)
        {
            i.ShouldBeLessThan(50_000);
            await Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(i), $"Title {i}"));
        }

        // What is written beside a round is taken for the round's.
        store.Checkpointer.Suspend();
    }
}
