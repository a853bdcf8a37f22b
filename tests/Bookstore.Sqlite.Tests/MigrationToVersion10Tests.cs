using System.Globalization;
using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class MigrationToVersion10Tests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly Guid _writer = Samples.Id();

    [Theory]
    [InlineData("committed_at")]
    [InlineData("time")]
    public async Task Open_process_of_an_older_version_commits_is_refused_with_the_reason(string column)
    {
        MakeVersion9();
        await using var store = _database.OpenStore();
        await store.InitializeAsync(default);

        var fault = Should.Throw<SqliteException>(() => _database.Scalar($"UPDATE writers SET batch = 8, {column} = 1, monotonic = 1 WHERE writer = x'{_writer:N}'"));

        fault.Message.ShouldContain("migrated by a newer version of Bookstore");
        fault.Message.ShouldContain("update Bookstore.Sqlite");
        (await store.WasCommittedAsync(new CommitToken(_writer, 7, Samples.Noon), default)).ShouldBeTrue();
    }

    [Fact]
    public async Task Open_database_of_version9_continues_from_its_newest_time()
    {
        MakeVersion9();
        await using var store = _database.OpenStore();

        (await store.ReadTimeAsync(new HostTime(Samples.Noon, null), default)).ShouldBeGreaterThanOrEqualTo(Samples.Noon);
        _database.Scalar($"SELECT written_at FROM writers WHERE writer = x'{_writer:N}'").ShouldBe(Samples.Noon.UtcTicks);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private void MakeVersion9() => _database.Scalar(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        BEGIN;
        {SchemaVersion1.Sql} {SchemaVersion2.Sql} {SchemaVersion3.Sql} {SchemaVersion4.Sql}; {SchemaVersion5.Sql} {SchemaVersion6.Sql} {SchemaVersion7.Sql} {SchemaVersion8.Sql} {SchemaVersion9.Sql}
        PRAGMA application_id = {DatabaseSchema.ApplicationId};
        PRAGMA user_version = 9;
        INSERT INTO writers (writer, batch, at, committed_at, monotonic) VALUES (x'{_writer:N}', 7, 1, {Samples.Noon.UtcTicks}, NULL);
        COMMIT;
        """));
}
