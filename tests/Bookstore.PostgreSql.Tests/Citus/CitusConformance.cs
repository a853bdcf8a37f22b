using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>The store in a schema that a Citus cluster keeps on one of its nodes.</summary>
public sealed class CitusUnderTest : StoreUnderTest
{
    private readonly string _schema = TestServer.NewSchema();

    public override Type StoreType => typeof(PostgreSqlStore);

    public override int UnitsPerTask => 50;

    public override int ModelRuns => 5;

    public override ValueTask<IBookstoreStore> CreateAsync() => ValueTask.FromResult<IBookstoreStore>(new PostgreSqlStore(
        new PostgreSqlStoreOptions { ConnectionString = CitusServer.ConnectionString, Schema = _schema }, NullLoggerFactory.Instance, TimeProvider.System));

    public override ValueTask<IBookstoreStore> OpenAgainAsync() => CreateAsync();

    public override async ValueTask WriteWordsAsync(IBookstoreStore store, Isbn isbn, int version, BookWords words) =>
        await CitusServer.ExecuteAsync(PostgreSqlUnderTest.WriteWords(_schema, isbn.ToInt64(), version, words));

    public override async ValueTask DisposeAsync()
    {
        await CitusServer.ExecuteAsync($"DROP SCHEMA IF EXISTS {_schema} CASCADE");
        await base.DisposeAsync();
    }
}

/// <summary>Every case of the suite, where a cluster is given.</summary>
public sealed class CitusConformance : StoreConformanceTests<CitusUnderTest>;
