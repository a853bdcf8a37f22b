namespace Bookstore.Storage;

/// <summary>The records that meet a condition, in groups that are sorted each.</summary>
internal sealed class GroupedIndex<TRecord, TGroup, TPlace>(Func<TRecord, TGroup> group, Func<TRecord, TPlace> place, Func<TRecord, bool>? where) : IMemoryIndex<TRecord>
    where TRecord : class
    where TGroup : notnull
    where TPlace : struct, IComparable<TPlace>
{
    private readonly Dictionary<TGroup, SortedKeys<TPlace>> _groups = [];

    /// <summary>The groups that have records, in no order.</summary>
    public IReadOnlyDictionary<TGroup, SortedKeys<TPlace>> Groups => _groups;

    public SortedKeys<TPlace> this[TGroup group] => _groups.GetValueOrDefault(group) ?? SortedKeys<TPlace>.Empty;

    public void Move(TRecord? before, TRecord? after)
    {
        var (was, isNow) = (IsIn(before), IsIn(after));
        var from = was ? (Group: group(before!), Place: place(before!)) : default;
        var to = isNow ? (Group: group(after!), Place: place(after!)) : default;
        if (was && isNow && from.Place.CompareTo(to.Place) == 0 && EqualityComparer<TGroup>.Default.Equals(from.Group, to.Group))
        {
            return;
        }

        if (was)
        {
            _groups.Remove(from.Group, from.Place);
        }

        if (isNow)
        {
            _groups.Add(to.Group, to.Place);
        }
    }

    private bool IsIn(TRecord? record) => record is not null && where?.Invoke(record) != false;
}
