using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Support;

/// <summary>A store in memory whose writes the test sees and can hold.</summary>
internal sealed class WatchedStore(InMemoryStore inner) : DelegatingStore(inner)
{
    private HeldCall? _held;

    public InMemoryStore Memory => inner;

    public Action? OnWrite { get; set; }

    public bool AlwaysOutdated { get; init; }

    public HeldCall HoldNext() => _held = new HeldCall();

    public override ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        OnWrite?.Invoke();
        return Interlocked.Exchange(ref _held, null) is { } held ? held.HoldAsync(() => base.OpenAsync(keys, cancellationToken)) : base.OpenAsync(keys, cancellationToken);
    }

    public override ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken) =>
        base.ReadSearchIndexAsync(AlwaysOutdated ? version + 1 : version, cancellationToken);

    public override ValueTask<IReadOnlyList<Isbn>> ListOutdatedBooksAsync(int version, int limit, CancellationToken cancellationToken) =>
        base.ListOutdatedBooksAsync(AlwaysOutdated ? version + 1 : version, limit, cancellationToken);
}
