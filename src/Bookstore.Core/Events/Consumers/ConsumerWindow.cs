namespace Bookstore;

/// <summary>The events between a consumer's position and what it has read, in the order of the feed. The position passes an event when it and all before it are done.</summary>
/// <param name="position">Where the consumer is; <see langword="null"/> before the oldest event.</param>
/// <param name="capacity">How many events it holds.</param>
internal sealed class ConsumerWindow(long? position, int capacity)
{
    private readonly Queue<ConsumerSlot> _slots = new(Math.Min(capacity, 1_024));

    /// <summary>Everything up to here is done.</summary>
    public long? Position { get; private set; } = position;

    /// <summary>Where to read on.</summary>
    public long? ReadThrough { get; private set; } = position;

    /// <summary>How many events the position passed since <see cref="Saved"/> was last called.</summary>
    public int Passed { get; private set; }

    public int Count => _slots.Count;

    public int Room => capacity - _slots.Count;

    public bool IsWorthReading => _slots.Count <= capacity / 2;

    public void Add(ConsumerSlot slot) => _slots.Enqueue(slot);

    /// <summary>Notes that a page was added whose events, and those that its filter left out, end there.</summary>
    public void Read(long through)
    {
        ReadThrough = through;
        Advance();
    }

    /// <summary>Moves the position over what is done.</summary>
    public void Advance()
    {
        while (_slots.TryPeek(out var first) && first.IsDone)
        {
            Position = _slots.Dequeue().Event.Position;
            Passed++;
        }

        if (_slots.Count == 0)
        {
            Position = ReadThrough;
        }
    }

    /// <summary>Begins to count anew.</summary>
    public void Saved() => Passed = 0;
}
