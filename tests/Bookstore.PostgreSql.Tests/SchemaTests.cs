using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class SchemaTests : IAsyncLifetime
{
    private readonly string _schema = TestServer.NewSchema();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => TestServer.DropAsync(_schema);

    [Fact]
    public async Task Initialize_TenHostsAtOnce_MakeOneSchema()
    {
        var options = await TestServer.OptionsAsync(_schema);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => InitializeAsync(options))));
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_schema}.schema_version")).ShouldBe(1L);
    }

    [Fact]
    public async Task Initialize_NewerSchema_IsRefused()
    {
        var options = await TestServer.OptionsAsync(_schema);
        await InitializeAsync(options);
        await TestServer.ExecuteAsync($"INSERT INTO {_schema}.schema_version (version) VALUES ({DatabaseSchema.Latest + 1})");
        var refused = await Should.ThrowAsync<BookstoreStoreException>(() => InitializeAsync(options));
        refused.Message.ShouldContain("newer");
        refused.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Initialize_MigrationFails_LeavesNothingBehindAndCanBeRepeated()
    {
        await TestServer.ExecuteAsync($"CREATE SCHEMA {_schema}; CREATE TABLE {_schema}.writers (in_the_way int)");
        var options = await TestServer.OptionsAsync(_schema);
        await Should.ThrowAsync<BookstoreStoreException>(() => InitializeAsync(options));
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM pg_tables WHERE schemaname = '{_schema}'")).ShouldBe(1L);
        await TestServer.ExecuteAsync($"DROP TABLE {_schema}.writers");
        await InitializeAsync(options);
    }

    [Fact]
    public async Task Initialize_RoleThatOwnsNothing_UsesWhatIsThere()
    {
        var options = await TestServer.OptionsAsync(_schema);
        await InitializeAsync(options);
        await TestServer.ExecuteAsync(
            $"""
            CREATE ROLE {_schema} LOGIN PASSWORD 'only for this test';
            GRANT USAGE ON SCHEMA {_schema} TO {_schema};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {_schema} TO {_schema}
            """);
        try
        {
            options.ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Username = _schema, Password = "only for this test" }.ConnectionString;
            await using var store = new PostgreSqlStore(options, NullLoggerFactory.Instance, TimeProvider.System);
            var keys = new RecordKeys();
            keys.Stock.Add(Records.Isbn(1));
            await using var unit = await store.OpenAsync(keys, default);
            unit.Records.Stock.Put(Records.Isbn(1), Records.Level(Records.Isbn(1), 1));
            await unit.CommitAsync(new CommitMark(Guid.NewGuid(), 1, Records.Time));
        }
        finally
        {
            await TestServer.ExecuteAsync($"DROP OWNED BY {_schema}; DROP ROLE {_schema}");
        }
    }

    [Fact]
    public async Task Initialize_DatabaseDoesNotExist_SaysSo()
    {
        var options = await TestServer.OptionsAsync(_schema);
        options.ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Database = _schema }.ConnectionString;
        (await Should.ThrowAsync<BookstoreStoreException>(() => InitializeAsync(options))).Message.ShouldContain("does not exist");
    }

    [Fact]
    public async Task Initialize_OtherEncoding_IsRefused()
    {
        await TestServer.ExecuteAsync($"CREATE DATABASE {_schema} ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        try
        {
            var options = await TestServer.OptionsAsync(_schema);
            options.ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Database = _schema }.ConnectionString;
            (await Should.ThrowAsync<BookstoreStoreException>(() => InitializeAsync(options))).Message.ShouldContain("UTF8");
        }
        finally
        {
            await TestServer.ExecuteAsync($"DROP DATABASE {_schema} WITH (FORCE)");
        }
    }

    private static async Task InitializeAsync(PostgreSqlStoreOptions options)
    {
        await using var store = new PostgreSqlStore(options, NullLoggerFactory.Instance, TimeProvider.System);
        await store.InitializeAsync(default);
    }
}
