using Bookstore.Storage;
using Bookstore.Testing.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace OwnStore;

public sealed class CountingStoreUnderTest : StoreUnderTest
{
    public override Type StoreType => typeof(CountingStore);

    public override bool KeepsData => false;

    public override bool KeepsSearchWords => false;

    public override ValueTask<IBookstoreStore> CreateAsync() => ValueTask.FromResult<IBookstoreStore>(new CountingStore(InMemory()));

    public override ValueTask<IBookstoreStore> OpenAgainAsync() => CreateAsync();

    private static IBookstoreStore InMemory()
    {
        var services = new ServiceCollection();
        services.AddBookstore().UseInMemoryStore();
        return services.BuildServiceProvider().GetRequiredService<IBookstoreStore>();
    }
}

public sealed class CountingStoreTests : StoreConformanceTests<CountingStoreUnderTest>;

public sealed class CountingStoreCoverage : StoreConformanceCoverage;
