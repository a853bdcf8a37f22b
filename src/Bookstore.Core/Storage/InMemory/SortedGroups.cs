namespace Bookstore.Storage;

/// <summary>Groups of sorted keys that come with their first key and go with their last.</summary>
internal static class SortedGroups
{
    public static void Add<TGroup, TKey>(this Dictionary<TGroup, SortedKeys<TKey>> groups, TGroup group, TKey key)
        where TGroup : notnull
        where TKey : struct, IComparable<TKey>
    {
        if (!groups.TryGetValue(group, out var keys))
        {
            groups.Add(group, keys = new SortedKeys<TKey>());
        }

        keys.Add(key);
    }

    public static void Remove<TGroup, TKey>(this Dictionary<TGroup, SortedKeys<TKey>> groups, TGroup group, TKey key)
        where TGroup : notnull
        where TKey : struct, IComparable<TKey>
    {
        if (groups.TryGetValue(group, out var keys))
        {
            keys.Remove(key);
            if (keys.IsEmpty)
            {
                groups.Remove(group);
            }
        }
    }
}
