using System.Collections.Concurrent;
using Bookstore.Storage;
using Bookstore.Testing;

namespace Bookstore.Crash;

/// <summary>A store that fails at random, in every way that the contract allows, and counts how often.</summary>
internal sealed class FaultyStore(IBookstoreStore inner, int seed) : DelegatingStore(inner)
{
    private const int LongRunOfConflicts = 7;

    private readonly FaultDeck _opens = new(seed, 100, (3, StoreFault.OpenConflict), (3, StoreFault.OpenAway), (2, StoreFault.OpenForeign));
    private readonly FaultDeck _answers = new(seed, 3, (1, StoreFault.CannotTell));
    private readonly FaultDeck _commits = new(
        seed,
        100,
        (8, StoreFault.CommittedThenUnknown),
        (8, StoreFault.UnknownNotCommitted),
        (4, StoreFault.CommittedThenForeign),
        (6, StoreFault.Conflict),
        (6, StoreFault.Away),
        (2, StoreFault.Refused),
        (2, StoreFault.ConflictForAWhile));

    private int _conflictsToCome;

    /// <summary>Whether it works as it should.</summary>
    public bool IsCalm { get; set; }

    /// <summary>A commit that changes the stock of this book is refused for good.</summary>
    public Isbn? Poison { get; set; }

    /// <summary>What went wrong so far.</summary>
    public ConcurrentDictionary<StoreFault, int> Faults { get; } = [];

    public override async ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        switch (Draw(_opens))
        {
            case StoreFault.OpenConflict:
                throw new StoreConflictException();
            case StoreFault.OpenAway:
                throw new BookstoreStoreException("Away for a moment.") { IsTransient = true };
            case StoreFault.OpenForeign:
                throw new IOException("Something that the contract does not know.");
            default:
                return await base.OpenAsync(keys, cancellationToken);
        }
    }

    public override ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken) => Draw(_answers) == StoreFault.None
        ? base.WasCommittedAsync(mark, cancellationToken)
        : throw new BookstoreStoreException("Away for a moment.") { IsTransient = true };

    protected override async ValueTask CommitUnitAsync(IStoreTransaction unit, CommitToken mark)
    {
        var fault = DrawForCommit(unit.Records);
        if (fault is StoreFault.None or StoreFault.CommittedThenUnknown or StoreFault.CommittedThenForeign)
        {
            await unit.CommitAsync(mark);
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

    private StoreFault Draw(FaultDeck deck)
    {
        var fault = IsCalm ? StoreFault.None : deck.Draw();
        Faults.AddOrUpdate(fault, 1, static (_, count) => count + 1);
        return fault;
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

        var fault = Draw(_commits);
        _conflictsToCome = fault == StoreFault.ConflictForAWhile ? LongRunOfConflicts : 0;
        return fault;
    }
}
