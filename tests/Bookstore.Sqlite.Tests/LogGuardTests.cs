using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>A write-ahead log that is emptied, overwritten or put back in its place is noticed before the next commit, unless another connection has done it through SQLite.</summary>
public sealed class LogGuardTests : IAsyncLifetime
{
    private readonly WatchedDatabase _database = new();

    [LinuxTheory]
    [InlineData("emptied")]
    [InlineData("salts overwritten")]
    public async Task Commit_log_overwritten_in_place_is_refused_with_a_critical_log(string harm)
    {
        var (store, path) = await _database.OpenInAFolderAsync(harm);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        using (var log = new FileStream(path + "-wal", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            if (harm == "emptied")
            {
                log.SetLength(0);
            }
            else
            {
                log.Position = 16;
                log.Write([0, 0, 0, 0, 0, 0, 0, 0]);
            }
        }

        var first = await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));

        // What is wrong before the commit is not written.
        first.IsOutcomeUnknown.ShouldBeFalse();
        (await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1))).IsUnavailable.ShouldBeTrue();
        _database.Critical.ShouldBe(1);
    }

    [LinuxTheory]
    [InlineData("of this log")]
    [InlineData("of an earlier log")]
    public async Task Commit_older_copy_of_the_log_put_back_in_place_is_refused_with_a_critical_log(string copy)
    {
        var store = _database.Open(static options => options.CheckpointPages = 100);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        var log = _database.Path + "-wal";
        var older = await ReadAsync(log);
        var isEarlier = copy == "of an earlier log";
        for (var i = 0; i < 10 || (isEarlier && BeginsAs(await ReadAsync(log), older)); i++)
        {
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        }

        using (var file = new FileStream(log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(0);
            await file.WriteAsync(older);
        }

        var first = await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));

        first.IsOutcomeUnknown.ShouldBeFalse();
        (await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1))).IsUnavailable.ShouldBeTrue();
        _database.Critical.ShouldBe(1);
    }

    [Fact]
    public async Task Commit_another_connection_emptied_the_log_or_began_it_anew_succeeds()
    {
        var store = _database.Open();
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        using var connection = _database.Files.Connect();
        using var command = connection.CreateCommand();
        foreach (var work in (string[])
        [
            "PRAGMA wal_checkpoint(TRUNCATE)",
            "UPDATE stock SET on_hand = on_hand; PRAGMA wal_checkpoint(TRUNCATE)",
            "PRAGMA wal_checkpoint(RESTART); UPDATE stock SET on_hand = on_hand",
            "PRAGMA wal_checkpoint(TRUNCATE); UPDATE stock SET on_hand = on_hand",
        ])
        {
            command.CommandText = work;
            command.ExecuteNonQuery();
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        }

        (await Samples.LoadStockAsync(store, Samples.Isbn(1)))!.OnHand.ShouldBe(9);
        _database.Critical.ShouldBe(0);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return bytes;
    }

    private static bool BeginsAs(byte[] log, byte[] other) => log.AsSpan(0, 32).SequenceEqual(other.AsSpan(0, 32));
}
