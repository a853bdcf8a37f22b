using System.Collections.Immutable;

namespace Bookstore.Storage;

/// <summary>Finds places in a sorted set, in logarithmic time.</summary>
internal static class SortedSetSeek
{
    /// <summary>The place of the first element that is not before the given one; the count when there is none.</summary>
    public static int SeekFrom<T>(this ImmutableSortedSet<T> set, T from)
    {
        var index = set.IndexOf(from);
        return index < 0 ? ~index : index;
    }

    /// <summary>The place of the first element after the given one; the count when there is none.</summary>
    public static int SeekAfter<T>(this ImmutableSortedSet<T> set, T after)
    {
        var index = set.IndexOf(after);
        return index < 0 ? ~index : index + 1;
    }
}
