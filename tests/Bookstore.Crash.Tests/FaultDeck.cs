namespace Bookstore.Crash;

/// <summary>What a store can do wrong.</summary>
internal enum StoreFault
{
    None,
    OpenConflict,
    OpenAway,
    OpenForeign,
    CommittedThenUnknown,
    UnknownNotCommitted,
    CommittedThenForeign,
    Conflict,
    ConflictForAWhile,
    Away,
    Refused,
    CannotTell,
}

/// <summary>Faults in a random order, drawn like cards: every one of them comes before any comes again.</summary>
internal sealed class FaultDeck
{
    private readonly Random _random;
    private readonly StoreFault[] _cards;
    private readonly Lock _lock = new();
    private int _next;

    public FaultDeck(int seed, int size, params ReadOnlySpan<(int Count, StoreFault Fault)> faults)
    {
        _random = new Random(seed);
        _cards = new StoreFault[size];
        foreach (var (count, fault) in faults)
        {
            _cards.AsSpan(_next, count).Fill(fault);
            _next += count;
        }

        _next = size;
    }

    public StoreFault Draw()
    {
        lock (_lock)
        {
            if (_next == _cards.Length)
            {
                _random.Shuffle(_cards);
                _next = 0;
            }

            return _cards[_next++];
        }
    }
}
