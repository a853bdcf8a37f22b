using Bookstore.Storage;

namespace Bookstore;

/// <summary>Makes pages of what a store lists.</summary>
internal static class Paging
{
    /// <summary>How many records to ask the store for: one more than the page holds, so that a full page that is the last has no <see cref="Page{T}.Next"/>.</summary>
    public static int LimitOf(int limit) => limit + 1;

    /// <summary>Takes as many records as the page holds, and encodes the position to continue from.</summary>
    /// <param name="found">What the store found, asked for <see cref="LimitOf"/> the limit.</param>
    /// <param name="limit">The most items of the page.</param>
    /// <param name="itemOf">Makes an item of a record.</param>
    /// <param name="keyOf">Takes the key from a record.</param>
    /// <param name="cursorOf">Encodes a position.</param>
    public static Page<TItem> Take<TRecord, TKey, TItem>(
        KeysetPage<TRecord, TKey> found, int limit, Func<TRecord, TItem> itemOf, Func<TRecord, TKey> keyOf, Func<TKey, string> cursorOf)
        where TKey : struct
    {
        var items = new TItem[Math.Min(found.Items.Count, limit)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = itemOf(found.Items[i]);
        }

        var next = found.Items.Count > limit ? keyOf(found.Items[limit - 1]) : found.Next;
        return new Page<TItem>(items, next is { } key ? cursorOf(key) : null);
    }
}
