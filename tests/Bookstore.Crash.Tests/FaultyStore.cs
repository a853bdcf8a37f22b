using Bookstore.Storage;

namespace Bookstore.Crash;

/// <summary>What a store can do wrong.</summary>
internal enum StoreFault
{
    None,
    OpenConflict,
    OpenAway,
    CommittedThenUnknown,
    UnknownNotCommitted,
    CommittedThenForeign,
    Conflict,
    ConflictForAWhile,
    Away,
    Refused,
    CannotTell,
}

/// <summary>A store that fails at random, in every way that the contract allows, and counts how often.</summary>
internal sealed class FaultyStore(IBookstoreStore inner, int seed) : DelegatingStore(inner)
{
    private const int LongRunOfConflicts = 7;

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private readonly int[] _counts = new int[Enum.GetValues<StoreFault>().Length];
    private int _conflictsToCome;

    /// <summary>Whether it still fails.</summary>
    public bool IsCalm { get; set; }

    /// <summary>A commit that changes the stock of this book is refused for good.</summary>
    public Isbn? Poison { get; set; }

    public int CountOf(StoreFault fault) => _counts[(int)fault];

    public override async ValueTask<IStoreUnit> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        switch (Draw((3, StoreFault.OpenConflict), (3, StoreFault.OpenAway)))
        {
            case StoreFault.OpenConflict:
                throw new StoreConflictException();
            case StoreFault.OpenAway:
                throw new BookstoreStoreException("Away for a moment.") { IsTransient = true };
            default:
                return new FaultyUnit(await Inner.OpenAsync(keys, cancellationToken), this);
        }
    }

    public override ValueTask<bool> WasCommittedAsync(CommitMark mark, CancellationToken cancellationToken) => Draw((30, StoreFault.CannotTell)) == StoreFault.None
        ? base.WasCommittedAsync(mark, cancellationToken)
        : throw new BookstoreStoreException("Away for a moment.") { IsTransient = true };

    private StoreFault Draw(params ReadOnlySpan<(int Percent, StoreFault Fault)> faults)
    {
        lock (_lock)
        {
            var drawn = Pick(faults);
            _counts[(int)drawn]++;
            return drawn;
        }
    }

    private StoreFault Pick(ReadOnlySpan<(int Percent, StoreFault Fault)> faults)
    {
        var die = IsCalm ? 100 : _random.Next(100);
        foreach (var (percent, fault) in faults)
        {
            die -= percent;
            if (die < 0)
            {
                return fault;
            }
        }

        return StoreFault.None;
    }

    private StoreFault DrawForCommit(WorkingSet records)
    {
        if (Poison is { } poison && records.Stock.Touched.Any(entry => entry.Key == poison))
        {
            return StoreFault.Refused;
        }

        if (_conflictsToCome > 0)
        {
            _conflictsToCome--;
            return StoreFault.Conflict;
        }

        var fault = Draw(
            (8, StoreFault.CommittedThenUnknown),
            (8, StoreFault.UnknownNotCommitted),
            (4, StoreFault.CommittedThenForeign),
            (6, StoreFault.Conflict),
            (6, StoreFault.Away),
            (2, StoreFault.Refused),
            (2, StoreFault.ConflictForAWhile));
        _conflictsToCome = fault == StoreFault.ConflictForAWhile ? LongRunOfConflicts : 0;
        return fault;
    }

    private sealed class FaultyUnit(IStoreUnit inner, FaultyStore store) : IStoreUnit
    {
        public WorkingSet Records => inner.Records;

        public async ValueTask CommitAsync(CommitMark mark)
        {
            var fault = store.DrawForCommit(inner.Records);
            if (fault is StoreFault.None or StoreFault.CommittedThenUnknown or StoreFault.CommittedThenForeign)
            {
                await inner.CommitAsync(mark);
            }

            if (fault == StoreFault.None)
            {
                return;
            }

            throw fault switch
            {
                StoreFault.CommittedThenUnknown or StoreFault.UnknownNotCommitted => new StoreOutcomeUnknownException(),
                StoreFault.CommittedThenForeign => new IOException("The connection was lost."),
                StoreFault.Conflict or StoreFault.ConflictForAWhile => new StoreConflictException(),
                StoreFault.Away => new BookstoreStoreException("Away for a moment.") { IsTransient = true },
                _ => new BookstoreStoreException("Refused for good."),
            };
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
