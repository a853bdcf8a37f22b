namespace Bookstore.Storage;

/// <summary>At most one record for each value, of those that meet a condition.</summary>
internal sealed class UniqueIndex<TKey, TRecord, TValue>(Func<TRecord, TValue> value, Func<TRecord, bool> where, Func<TValue, string> refusal) : IMemoryIndex<TRecord>
    where TKey : IEquatable<TKey>
    where TRecord : class
    where TValue : notnull
{
    private readonly Dictionary<TValue, int> _taken = [];

    /// <summary>Checks changes before they are written. What gives a value up makes room first: the order of the changes in a unit does not matter.</summary>
    /// <exception cref="StoreConflictException">Two records would have the same value.</exception>
    public void Check(IReadOnlyList<RecordEntry<TKey, TRecord>> changes)
    {
        var moved = new Dictionary<TValue, int>();
        for (var i = 0; i < changes.Count; i++)
        {
            Count(moved, changes[i].Loaded, -1);
            Count(moved, changes[i].Current, +1);
        }

        foreach (var (taken, change) in moved)
        {
            if (_taken.GetValueOrDefault(taken) + change > 1)
            {
                throw new StoreConflictException(refusal(taken));
            }
        }
    }

    public void Move(TRecord? before, TRecord? after)
    {
        Count(_taken, before, -1);
        Count(_taken, after, +1);
    }

    private void Count(Dictionary<TValue, int> taken, TRecord? record, int change)
    {
        if (record is null || !where(record))
        {
            return;
        }

        var count = taken.GetValueOrDefault(value(record)) + change;
        if (count == 0)
        {
            taken.Remove(value(record));
        }
        else
        {
            taken[value(record)] = count;
        }
    }
}
