namespace Bookstore.Storage;

/// <summary>The records that meet a condition, sorted. The others cost nothing.</summary>
internal sealed class SortedIndex<TRecord, TPlace>(Func<TRecord, TPlace> place, Func<TRecord, bool>? where) : IMemoryIndex<TRecord>
    where TRecord : class
    where TPlace : struct, IComparable<TPlace>
{
    public SortedKeys<TPlace> Places { get; } = new();

    public void Move(TRecord? before, TRecord? after)
    {
        var (was, isNow) = (IsIn(before), IsIn(after));
        var from = was ? place(before!) : default;
        var to = isNow ? place(after!) : default;
        if (was && isNow && from.CompareTo(to) == 0)
        {
            return;
        }

        if (was)
        {
            Places.Remove(from);
        }

        if (isNow)
        {
            Places.Add(to);
        }
    }

    private bool IsIn(TRecord? record) => record is not null && where?.Invoke(record) != false;
}
