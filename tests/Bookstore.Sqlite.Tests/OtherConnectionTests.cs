using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>Other connections that write, checkpoint, vacuum and back up do not stop an open store.</summary>
public sealed class OtherConnectionTests : IAsyncLifetime
{
    private readonly WatchedDatabase _database = new();

    [Fact]
    public async Task Commit_another_connection_writes_checkpoints_vacuums_or_backs_up_succeeds()
    {
        var store = _database.Open(static options => options.CheckpointPages = 100);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        using var connection = _database.Files.Connect();
        using var command = connection.CreateCommand();
        foreach (var work in (string[])
        [
            "PRAGMA wal_checkpoint(PASSIVE)",
            "PRAGMA wal_checkpoint(FULL)",
            "CREATE TABLE notes (text BLOB); INSERT INTO notes VALUES (zeroblob(1000000)); PRAGMA wal_checkpoint(PASSIVE)",
            "DROP TABLE notes; VACUUM",
            "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)",
            $"VACUUM INTO '{_database.Path}.vacuumed'",
            "PRAGMA wal_checkpoint(RESTART); PRAGMA user_version",
            "BEGIN IMMEDIATE; UPDATE stock SET on_hand = on_hand; ROLLBACK; PRAGMA wal_checkpoint(FULL)",
        ])
        {
            command.CommandText = work;
            command.ExecuteNonQuery();
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
            File.SetLastWriteTimeUtc(_database.Path, DateTime.UtcNow);
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        }

        (await Samples.LoadStockAsync(store, Samples.Isbn(1)))!.OnHand.ShouldBe(17);
        _database.Critical.ShouldBe(0);
    }

    [Fact]
    public async Task Commit_beside_connections_that_write_and_checkpoint_all_the_time_succeeds()
    {
        const int Commits = 300;
        var store = _database.Open(static options => options.CheckpointPages = 100);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        using var isOver = new CancellationTokenSource();
        var writer = Task.Run(() => Repeat("UPDATE stock SET on_hand = on_hand", isOver.Token));
        var copier = Task.Run(() => Repeat("PRAGMA wal_checkpoint(TRUNCATE)", isOver.Token));
        var passive = Task.Run(() => Repeat("PRAGMA wal_checkpoint(PASSIVE); VACUUM", isOver.Token));

        for (var i = 1; i < Commits; i++)
        {
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
            _database.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await isOver.CancelAsync();
        await Task.WhenAll(writer, copier, passive);
        (await Samples.LoadStockAsync(store, Samples.Isbn(1)))!.OnHand.ShouldBe(Commits);
        _database.Critical.ShouldBe(0);
    }

    [Fact]
    public async Task Commit_two_stores_on_one_file_and_one_closes_succeeds()
    {
        var one = _database.Open();
        await Samples.ReceiveAsync(one, Samples.Isbn(1), 1);
        await using (var two = _database.Files.OpenStore())
        {
            await Samples.ReceiveAsync(two, Samples.Isbn(1), 1);
        }

        _database.Time.Advance(TimeSpan.FromSeconds(2));

        await Samples.ReceiveAsync(one, Samples.Isbn(1), 1);
        (await Samples.LoadStockAsync(one, Samples.Isbn(1)))!.OnHand.ShouldBe(3);
        _database.Critical.ShouldBe(0);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private void Repeat(string work, CancellationToken isOver)
    {
        using var connection = _database.Files.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = work;
        while (!isOver.IsCancellationRequested)
        {
            try
            {
                command.ExecuteNonQuery();
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode is 5 or 6)
            {
                Thread.Yield();
            }
        }
    }
}
