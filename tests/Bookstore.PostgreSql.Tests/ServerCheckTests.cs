using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Engines that speak PostgreSQL and lack a part of it, played by functions and views that come first in the search path.</summary>
public sealed class ServerCheckTests : IAsyncLifetime
{
    private readonly string _schema = TestServer.NewSchema();
    private readonly string _engine = TestServer.NewSchema();

    public Task InitializeAsync() => TestServer.ExecuteAsync($"CREATE SCHEMA {_engine}");

    public async Task DisposeAsync()
    {
        await TestServer.DropAsync(_schema);
        await TestServer.DropAsync(_engine);
    }

    [Theory]
    [InlineData("CREATE FUNCTION {0}.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE sql AS ''")]
    [InlineData("CREATE FUNCTION {0}.pg_advisory_xact_lock_shared(bigint) RETURNS void LANGUAGE sql AS ''")]
    [InlineData("CREATE FUNCTION {0}.pg_try_advisory_xact_lock(bigint) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE feature_not_supported; END $$")]
    public async Task Initialize_locks_keep_no_second_session_out_is_refused_before_anything_is_made(string engine)
    {
        await TestServer.ExecuteAsync(engine.Replace("{0}", _engine, StringComparison.Ordinal));
        await using var store = await NewStoreAsync();

        var refused = await Should.ThrowAsync<BookstoreStoreException>(async () => await store.InitializeAsync(default));

        refused.IsTransient.ShouldBeFalse();
        refused.Message.ShouldContain("PostgreSqlStoreOptions.ConnectionString");
        refused.Message.ShouldContain("balancer");
        refused.Message.ShouldContain("pooler");
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM pg_namespace WHERE nspname = '{_schema}'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Initialize_settings_that_the_server_does_not_know_are_not_asked_for()
    {
        await TestServer.ExecuteAsync(
            $"""
            CREATE FUNCTION {_engine}.current_setting(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE undefined_object; END $$;
            CREATE FUNCTION {_engine}.current_setting(text, boolean) RETURNS text LANGUAGE sql AS 'SELECT NULL'
            """);
        await using var store = await NewStoreAsync();

        await store.InitializeAsync(default);

        await CommitAsync(store);
    }

    [Fact]
    public async Task Commit_planner_settings_that_the_server_does_not_know_are_not_set()
    {
        await TestServer.ExecuteAsync($"CREATE VIEW {_engine}.pg_settings AS SELECT * FROM pg_catalog.pg_settings WHERE name NOT IN ('enable_hashjoin', 'jit')");
        await using var store = await NewStoreAsync();
        await store.InitializeAsync(default);
        await TestServer.ExecuteAsync(
            $"""
            CREATE TABLE {_engine}.seen AS SELECT name, setting FROM pg_catalog.pg_settings LIMIT 0;
            CREATE FUNCTION {_engine}.see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                INSERT INTO {_engine}.seen SELECT name, setting FROM pg_catalog.pg_settings; RETURN NULL; END $$;
            CREATE TRIGGER see AFTER INSERT ON {_schema}.stock FOR EACH STATEMENT EXECUTE FUNCTION {_engine}.see()
            """);

        await CommitAsync(store);

        (await SeenAsync("enable_seqscan")).ShouldBe("off");
        (await SeenAsync("enable_mergejoin")).ShouldBe("off");
        (await SeenAsync("enable_hashjoin")).ShouldBe("on");
        (await SeenAsync("jit")).ShouldBe(await TestServer.ExecuteAsync("SELECT current_setting('jit')"));
    }

    private async Task<PostgreSqlStore> NewStoreAsync()
    {
        var options = await TestServer.OptionsAsync(_schema);
        options.ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString) { SearchPath = $"{_engine},pg_catalog" }.ConnectionString;
        return new PostgreSqlStore(options, NullLoggerFactory.Instance, TimeProvider.System);
    }

    private static async Task CommitAsync(PostgreSqlStore store)
    {
        var keys = new RecordKeys();
        keys.Stock.Add(Records.Isbn(1));
        await using var unit = await store.OpenAsync(keys, default);
        unit.Records.Stock.Put(Records.Isbn(1), Records.Level(Records.Isbn(1), 1));
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
    }

    private Task<object?> SeenAsync(string setting) => TestServer.ExecuteAsync($"SELECT setting FROM {_engine}.seen WHERE name = '{setting}'");
}
