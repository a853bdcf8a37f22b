using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Support;

/// <summary>A store in memory whose writes the test sees and can hold.</summary>
internal sealed class WatchedStore(InMemoryStore inner) : DelegatingStore(inner)
{
    private HeldCall? _held;

    public InMemoryStore Memory => inner;

    public Action? OnWrite { get; set; }

    /// <summary>The most orders and deliveries that one transaction has loaded.</summary>
    public int MostLoaded { get; set; }

    public bool AlwaysOutdated { get; init; }

    public HeldCall HoldNext() => _held = new HeldCall();

    public override ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        OnWrite?.Invoke();
        return Interlocked.Exchange(ref _held, null) is { } held ? held.HoldAsync(() => LoadAsync(keys, cancellationToken)) : LoadAsync(keys, cancellationToken);
    }

    public override ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken) =>
        base.ReadSearchIndexAsync(AlwaysOutdated ? version + 1 : version, cancellationToken);

    public override ValueTask<IReadOnlyList<Isbn>> ListOutdatedBooksAsync(int version, int limit, CancellationToken cancellationToken) =>
        base.ListOutdatedBooksAsync(AlwaysOutdated ? version + 1 : version, limit, cancellationToken);

    private async ValueTask<IStoreTransaction> LoadAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        var unit = await base.OpenAsync(keys, cancellationToken);
        MostLoaded = Math.Max(MostLoaded, keys.Orders.Sum(order => 1 + unit.Records.CountDeliveries(order)));
        return unit;
    }
}
