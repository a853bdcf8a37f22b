using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>What a pooler could break: the start, migrations, and the settings of other clients.</summary>
public sealed class PgBouncerTests : IAsyncLifetime
{
    private readonly string _schema = TestServer.NewSchema();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => TestServer.DropAsync(_schema);

    [Theory]
    [InlineData(null)]
    [InlineData(10)]
    public async Task Initialize_statements_would_be_prepared_is_refused_and_says_what_to_change(int? maxAutoPrepare)
    {
        await using var store = NewStore(await PgBouncer.ConnectionStringAsync(maxAutoPrepare));
        var refused = await Should.ThrowAsync<BookstoreStoreException>(async () => await store.InitializeAsync(default));
        refused.IsTransient.ShouldBeFalse();
        refused.Message.ShouldContain("Max Auto Prepare=0");
    }

    [Fact]
    public async Task Initialize_pooler_in_statement_mode_is_refused_and_says_what_to_change()
    {
        await using var store = NewStore(await PgBouncer.StatementModeAsync());
        var refused = await Should.ThrowAsync<BookstoreStoreException>(async () => await store.InitializeAsync(default));
        refused.IsTransient.ShouldBeFalse();
        refused.Message.ShouldContain("pool_mode");
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM pg_namespace WHERE nspname = '{_schema}'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Initialize_database_of_the_first_version_is_migrated_through_the_pooler()
    {
        await OldDatabase.CreateAsync(_schema, 1);
        await OldDatabase.FillAsync(_schema, 1_000, books: 10);
        var connectionString = await PgBouncer.ConnectionStringAsync();
        await using var services = new ServiceCollection().AddBookstore().UsePostgreSql(options => (options.ConnectionString, options.Schema) = (connectionString, _schema)).Services.BuildServiceProvider();
        (await services.GetRequiredService<IBookstoreAudit>().VerifyAsync()).Findings.ShouldBeEmpty();
        (await TestServer.ExecuteAsync($"SELECT max(version) FROM {_schema}.schema_version")).ShouldBe(DatabaseSchema.Latest);
    }

    private PostgreSqlStore NewStore(string connectionString) =>
        new(new PostgreSqlStoreOptions { ConnectionString = connectionString, Schema = _schema }, NullLoggerFactory.Instance, TimeProvider.System);
}
