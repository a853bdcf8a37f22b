using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Testing.Stores;

/// <summary>A store as a user would write one: with the public surface alone. It keeps its records in the in-memory store.</summary>
public class SoundStore(IBookstoreStore inner) : DelegatingStore(inner)
{
    /// <summary>An empty in-memory store, as a user gets one.</summary>
    public static IBookstoreStore InMemory()
    {
        var services = new ServiceCollection();
        services.AddBookstore().UseInMemoryStore();
        return services.BuildServiceProvider().GetRequiredService<IBookstoreStore>();
    }
}

public sealed class SoundStoreUnderTest : StoreUnderTest
{
    public override Type StoreType => typeof(SoundStore);

    public override bool KeepsData => false;

    public override bool KeepsSearchWords => false;

    public override int ModelRuns => 10;

    public override ValueTask<IBookstoreStore> CreateAsync() => ValueTask.FromResult<IBookstoreStore>(new SoundStore(SoundStore.InMemory()));

    public override ValueTask<IBookstoreStore> OpenAgainAsync() => CreateAsync();
}

public sealed class SoundStoreTests : StoreConformanceTests<SoundStoreUnderTest>;

public sealed class SoundStoreCoverage : StoreConformanceCoverage
{
    protected override IReadOnlyCollection<Type> Doubles => [typeof(FlawedStore)];
}
