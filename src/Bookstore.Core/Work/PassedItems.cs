namespace Bookstore;

/// <summary>The items that one round leaves as they are: those that failed or failed a short while ago, and those that another host has. They are listed again, in front of what the round has not seen yet. Thread-safe.</summary>
internal sealed class PassedItems
{
    /// <summary>The most items that a round passes over; with more it ends. Each of them is read once more with every further page.</summary>
    public const int MaxItems = 2_000;

    private readonly HashSet<Guid> _ids = [];
    private readonly Lock _lock = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _ids.Count;
            }
        }
    }

    /// <summary>Whether the round has to end.</summary>
    public bool IsFull => Count >= MaxItems;

    public void Add(Guid id)
    {
        lock (_lock)
        {
            _ids.Add(id);
        }
    }

    /// <summary>The items of a list that the round has not passed over.</summary>
    public IReadOnlyList<T> Without<T>(IReadOnlyList<T> listed, Func<T, Guid> idOf)
    {
        lock (_lock)
        {
            return _ids.Count == 0 ? listed : [.. listed.Where(item => !_ids.Contains(idOf(item)))];
        }
    }
}
