using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Support;

/// <summary>A store in memory whose writes the test sees and can hold.</summary>
internal sealed class WatchedStore(InMemoryStore inner) : DelegatingStore(inner)
{
    private HeldCall? _held;

    public InMemoryStore Memory => inner;

    public Action? OnWrite { get; set; }

    /// <summary>Says how a transaction over these records fails to open.</summary>
    public Func<RecordKeys, Exception?>? FaultOf { get; set; }

    /// <summary>The most orders and deliveries that one transaction has loaded.</summary>
    public int MostLoaded { get; set; }

    public bool AlwaysOutdated { get; init; }

    public HeldCall HoldNext() => _held = new HeldCall();

    public override ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        OnWrite?.Invoke();
        if (FaultOf?.Invoke(keys) is { } fault)
        {
            return ValueTask.FromException<IStoreTransaction>(fault);
        }

        return Interlocked.Exchange(ref _held, null) is { } held ? held.HoldAsync(() => LoadAsync(keys, cancellationToken)) : LoadAsync(keys, cancellationToken);
    }

    public override ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken) =>
        base.ReadSearchIndexAsync(AlwaysOutdated ? version + 1 : version, cancellationToken);

    public override ValueTask<IReadOnlyList<OutdatedBook>> ListOutdatedBooksAsync(int version, OutdatedBook? after, int limit, CancellationToken cancellationToken) =>
        base.ListOutdatedBooksAsync(AlwaysOutdated ? version + 1 : version, after, limit, cancellationToken);

    private async ValueTask<IStoreTransaction> LoadAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        var unit = await base.OpenAsync(keys, cancellationToken);
        MostLoaded = Math.Max(MostLoaded, keys.Orders.Sum(order => 1 + unit.Records.CountDeliveries(order)));
        return unit;
    }
}
