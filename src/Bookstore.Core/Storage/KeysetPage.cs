using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A page of a filtered list.</summary>
/// <typeparam name="TRecord">The records.</typeparam>
/// <typeparam name="TKey">The key by which the list is sorted.</typeparam>
/// <param name="Items">The records, in the list's order. There may be fewer than were asked for, or none, although <paramref name="Next"/> is set.</param>
/// <param name="Next">The position to continue from; <see langword="null"/> when no more records follow.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record KeysetPage<TRecord, TKey>(IReadOnlyList<TRecord> Items, TKey? Next)
    where TKey : struct;

/// <summary>The limit on the work of one page.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public static class KeysetPage
{
    /// <summary>How many records a page may look at and not return: 2,000. A list that has looked at so many beyond its limit ends the page there.</summary>
    public const int MaxSkipped = 2_000;

    /// <summary>How many records a page of this limit may look at.</summary>
    /// <param name="limit">The most records that it returns.</param>
    /// <returns>The limit plus <see cref="MaxSkipped"/>.</returns>
    public static long MaxLookedAt(int limit) => (long)limit + MaxSkipped;

    /// <summary>Makes a page of a list in which every record that is looked at is returned.</summary>
    /// <typeparam name="TRecord">The records.</typeparam>
    /// <typeparam name="TKey">The key by which the list is sorted.</typeparam>
    /// <param name="items">The records.</param>
    /// <param name="limit">The most records that were to be returned.</param>
    /// <param name="keyOf">Takes the key from a record.</param>
    /// <returns>A page that continues after its last record if it is full, and else is the last.</returns>
    public static KeysetPage<TRecord, TKey> Of<TRecord, TKey>(IReadOnlyList<TRecord> items, int limit, Func<TRecord, TKey> keyOf)
        where TKey : struct
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(keyOf);
        return new KeysetPage<TRecord, TKey>(items, items.Count > 0 && items.Count >= limit ? keyOf(items[^1]) : null);
    }
}
