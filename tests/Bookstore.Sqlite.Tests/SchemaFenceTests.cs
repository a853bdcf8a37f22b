using System.Globalization;
using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>A process that was running before the database was migrated writes nothing afterwards.</summary>
public sealed class SchemaFenceTests : IAsyncLifetime
{
    private const string CommitOfVersion11 = "UPDATE writers SET batch = ?, written_at = ?, monotonic = ? WHERE writer = ?";

    private readonly TestDatabase _database = new();
    private readonly Guid _writer = Samples.Id();

    public static TheoryData<int> OlderVersions => [.. Enumerable.Range(1, DatabaseSchema.Version - 1)];

    [Fact]
    public async Task Open_process_of_version11_that_still_runs_is_refused_and_writes_nothing()
    {
        using var running = Make(11);
        running.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO writers (writer, batch, at) VALUES (x'{_writer:N}', 0, 1)"));
        Commit(running, 7);
        await using var store = _database.OpenStore();
        await store.InitializeAsync(default);

        running.Execute("BEGIN IMMEDIATE");
        running.Execute("INSERT INTO books (isbn, title, author, price_minor, currency) VALUES (1, 'Title', 'Author', 100, 'EUR')");
        var fault = Should.Throw<SqliteException>(() => Commit(running, 8));
        running.Execute("ROLLBACK");

        var refused = SqliteFaults.NotWritten(fault, _database.Path, null).ShouldBeOfType<BookstoreStoreException>();
        refused.IsTransient.ShouldBeFalse();
        refused.Message.ShouldContain("was migrated by a newer version of Bookstore while this process was running; nothing was written");
        _database.Scalar("SELECT count(*) FROM books").ShouldBe(0L);
        (await store.WasCommittedAsync(new CommitToken(_writer, 7, Samples.Noon), default)).ShouldBeTrue();
    }

    // The next version has nothing of its own: what refuses the process is made for every one.
    [Fact]
    public async Task CommitAsync_any_newer_version_has_migrated_the_file_is_refused_and_writes_nothing()
    {
        await using var store = _database.OpenStore();
        await Samples.SetStockAsync(store, Samples.Level(Samples.Isbn(1), onHand: 5));
        using var newer = Connect();
        DatabaseSchema.Migrate(newer, _database.Path, NullLogger.Instance, [.. DatabaseSchema.Migrations, "SELECT 1"]);

        var fault = await Should.ThrowAsync<BookstoreStoreException>(() => Samples.SetStockAsync(store, Samples.Level(Samples.Isbn(1), onHand: 6)));

        fault.IsTransient.ShouldBeFalse();
        fault.Message.ShouldBe($"'{_database.Path}' was migrated by a newer version of Bookstore while this process was running; nothing was written. Stop this process and update Bookstore.Sqlite.");
        (await Samples.LoadStockAsync(store, Samples.Isbn(1)))!.OnHand.ShouldBe(5);
    }

    [Theory]
    [MemberData(nameof(OlderVersions))]
    public async Task Migrate_from_each_version_refuses_the_commits_of_every_older_one(int version)
    {
        using (Make(version))
        {
        }

        await using var store = _database.OpenStore();
        await Samples.SetStockAsync(store, Samples.Level(Samples.Isbn(1), onHand: 5));
        for (var older = SchemaFence.FirstVersion; older < DatabaseSchema.Version; older++)
        {
            Should.Throw<SqliteException>(() => _database.Scalar($"UPDATE writers SET batch = batch + 1, schema = {older}")).Message.ShouldContain(SchemaFence.OlderProcess);
        }

        Should.Throw<SqliteException>(() => _database.Scalar("UPDATE writers SET batch = batch + 1, schema = NULL")).Message.ShouldContain(SchemaFence.OlderProcess);
        _database.Scalar("SELECT schema FROM writers").ShouldBe((long)DatabaseSchema.Version);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private SqliteDatabase Make(int version)
    {
        var database = Connect();
        database.Execute("PRAGMA journal_mode = WAL");
        DatabaseSchema.Migrate(database, _database.Path, NullLogger.Instance, [.. DatabaseSchema.Migrations.Take(version)]);
        return database;
    }

    private SqliteDatabase Connect() => SqliteDatabase.Open(_database.Path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, TimeSpan.FromSeconds(10));

    private void Commit(SqliteDatabase running, long batch) =>
        running.Statement(CommitOfVersion11).Bind(batch).Bind(Samples.Noon).Bind((long?)null).Bind(_writer).Execute();
}
