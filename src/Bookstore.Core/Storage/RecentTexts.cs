namespace Bookstore.Storage;

/// <summary>A bounded table of texts by other texts: what was added lately is found again, and what was added long ago may be forgotten.</summary>
/// <remarks>Thread-safe, without locks. A text is in one of the few places of its group, so any <see cref="PlacesInGroup"/> texts can be known at the same time, and most of <see cref="Capacity"/>.</remarks>
internal sealed class RecentTexts
{
    public const int PlacesInGroup = 4;
    public const int Capacity = Groups * PlacesInGroup;

    private const int Groups = 64;

    private readonly Entry?[] _entries = new Entry?[Capacity];
    private int _next;

    /// <summary>The text that was added for a key; <see langword="null"/> where none is known.</summary>
    public string? Find(string key)
    {
        var group = GroupOf(key);
        for (var i = 0; i < PlacesInGroup; i++)
        {
            if (Volatile.Read(ref _entries[group + i]) is { } entry && string.Equals(entry.Key, key, StringComparison.Ordinal))
            {
                return entry.Text;
            }
        }

        return null;
    }

    /// <summary>Adds a text; where its group is full, in the place of another one.</summary>
    public void Add(string key, string text)
    {
        var group = GroupOf(key);
        var place = Interlocked.Increment(ref _next) & (PlacesInGroup - 1);
        for (var i = 0; i < PlacesInGroup; i++)
        {
            if (Volatile.Read(ref _entries[group + i]) is null)
            {
                place = i;
                break;
            }
        }

        Volatile.Write(ref _entries[group + place], new Entry(key, text));
    }

    private static int GroupOf(string key) => (key.GetHashCode(StringComparison.Ordinal) & (Groups - 1)) * PlacesInGroup;

    private sealed record Entry(string Key, string Text);
}
