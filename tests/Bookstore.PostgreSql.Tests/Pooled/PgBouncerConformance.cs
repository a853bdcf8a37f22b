using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>The store behind PgBouncer in transaction mode.</summary>
public sealed class PgBouncerUnderTest : StoreUnderTest
{
    private readonly PostgreSqlUnderTest _direct = new();

    public override Type StoreType => typeof(PostgreSqlStore);

    public override int UnitsPerTask => 50;

    public override int ModelRuns => 5;

    public override async ValueTask<IBookstoreStore> CreateAsync() => new PostgreSqlStore(
        new PostgreSqlStoreOptions { ConnectionString = await PgBouncer.ConnectionStringAsync(), Schema = _direct.Schema }, NullLoggerFactory.Instance, TimeProvider.System);

    public override ValueTask<IBookstoreStore> OpenAgainAsync() => CreateAsync();

    public override ValueTask WriteWordsAsync(IBookstoreStore store, Isbn isbn, int version, BookWords words) => _direct.WriteWordsAsync(store, isbn, version, words);

    public override async ValueTask DisposeAsync()
    {
        await _direct.DisposeAsync();
        await base.DisposeAsync();
    }
}

/// <summary>Every case of the suite, in the long form of a run. The cases run against the server itself in each run.</summary>
public sealed class PgBouncerConformance : StoreConformanceTests<PgBouncerUnderTest>;
