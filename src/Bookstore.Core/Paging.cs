namespace Bookstore;

/// <summary>Makes pages: a store is asked for one item more than the page holds, to know whether there is a next one.</summary>
internal static class Paging
{
    /// <summary>Cuts off the item too many, if it is there, and points behind the last one that stays.</summary>
    public static Page<T> Cut<T>(IReadOnlyList<T> items, int limit, Func<T, string> cursorOf)
    {
        if (items.Count <= limit)
        {
            return new Page<T>(items, null);
        }

        var page = new T[limit];
        for (var i = 0; i < limit; i++)
        {
            page[i] = items[i];
        }

        return new Page<T>(page, cursorOf(page[^1]));
    }
}
