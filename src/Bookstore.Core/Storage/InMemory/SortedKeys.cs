using System.Runtime.InteropServices;

namespace Bookstore.Storage;

/// <summary>A sorted set, kept in pages that are written in place.</summary>
/// <remarks>A key that goes behind all others, as ids and times mostly do, costs two comparisons. Not thread-safe.</remarks>
internal sealed class SortedKeys<TKey>
    where TKey : struct, IComparable<TKey>
{
    private const int PageSize = 256;
    private const int SmallestPage = 2;

    private readonly List<Page> _pages = new(1);

    /// <summary>An empty set, which must stay so.</summary>
    public static SortedKeys<TKey> Empty { get; } = new();

    public bool IsEmpty => _pages.Count == 0;

    public long Count => CountPages(_pages.Count);

    /// <summary>Adds a key; one that is there already stays.</summary>
    public void Add(TKey key)
    {
        if (IsEmpty)
        {
            _pages.Add(new Page(SmallestPage));
        }

        var (number, slot, isFound) = Seek(key);
        if (isFound)
        {
            return;
        }

        var page = _pages[number];
        if (page.Count == PageSize)
        {
            // Pages stay full where keys arrive in almost ascending order.
            var next = page.Split(number == _pages.Count - 1 ? Math.Max(slot, PageSize / 2) : PageSize / 2);
            _pages.Insert(number + 1, next);
            (page, slot) = slot > page.Count || page.Count == PageSize ? (next, slot - page.Count) : (page, slot);
        }

        page.Insert(slot, key);
    }

    /// <summary>Removes a key, if it is there.</summary>
    public void Remove(TKey key)
    {
        if (IsEmpty || Seek(key) is not (var number, var slot, true))
        {
            return;
        }

        _pages[number].Remove(slot);
        if (_pages[number].Count == 0)
        {
            _pages.RemoveAt(number);
        }
    }

    public bool Contains(TKey key) => !IsEmpty && Seek(key).IsFound;

    /// <summary>All keys, ascending.</summary>
    public Walk Ascending() => new(this, 0, 0, +1);

    /// <summary>All keys, descending.</summary>
    public Walk Descending() => new(this, _pages.Count - 1, int.MaxValue, -1);

    /// <summary>The keys that are not below the given one, ascending. Any key is a position, also one that is not in the set.</summary>
    public Walk From(TKey key)
    {
        if (IsEmpty)
        {
            return default;
        }

        var (number, slot, _) = Seek(key);
        return new Walk(this, number, slot, +1);
    }

    /// <summary>The keys above the given one, ascending.</summary>
    public Walk After(TKey key)
    {
        if (IsEmpty)
        {
            return default;
        }

        var (number, slot, isFound) = Seek(key);
        return new Walk(this, number, isFound ? slot + 1 : slot, +1);
    }

    /// <summary>The keys below the given one, descending.</summary>
    public Walk Before(TKey key)
    {
        if (IsEmpty)
        {
            return default;
        }

        var (number, slot, _) = Seek(key);
        return new Walk(this, number, slot - 1, -1);
    }

    /// <summary>How many keys are not above the given one; costs one step a page.</summary>
    public long CountThrough(TKey key)
    {
        if (IsEmpty)
        {
            return 0;
        }

        var (number, slot, isFound) = Seek(key);
        return CountPages(number) + slot + (isFound ? 1 : 0);
    }

    private long CountPages(int count)
    {
        var keys = 0L;
        for (var i = 0; i < count; i++)
        {
            keys += _pages[i].Count;
        }

        return keys;
    }

    private (int Page, int Slot, bool IsFound) Seek(TKey key)
    {
        var number = _pages.Count - 1;
        if (number > 0 && key.CompareTo(_pages[number].Keys[0]) < 0)
        {
            number = LastPageFrom(key, number - 1);
        }

        var keys = _pages[number].Span;
        if (keys.Length == 0 || key.CompareTo(keys[^1]) > 0)
        {
            return (number, keys.Length, false);
        }

        var slot = keys.BinarySearch(key);
        return slot < 0 ? (number, ~slot, false) : (number, slot, true);
    }

    // The last page that begins with the key or below it, or the first page.
    private int LastPageFrom(TKey key, int high)
    {
        var low = 0;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (key.CompareTo(_pages[middle].Keys[0]) < 0)
            {
                high = middle - 1;
            }
            else
            {
                low = middle;
            }
        }

        return low;
    }

    /// <summary>Walks over keys in one direction. Ends with the next change of the set.</summary>
    [StructLayout(LayoutKind.Auto)]
    public struct Walk
    {
        private readonly SortedKeys<TKey>? _set;
        private readonly int _step;
        private int _page;
        private int _slot;

        internal Walk(SortedKeys<TKey> set, int page, int slot, int step)
        {
            (_set, _page, _slot, _step) = (set, page, slot, step);
            Current = default;
        }

        public TKey Current { get; private set; }

        public readonly Walk GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_set is not null && (uint)_page < (uint)_set._pages.Count)
            {
                var page = _set._pages[_page];
                _slot = Math.Min(_slot, _step > 0 ? page.Count : page.Count - 1);
                if ((uint)_slot < (uint)page.Count)
                {
                    Current = page.Keys[_slot];
                    _slot += _step;
                    return true;
                }

                _page += _step;
                _slot = _step > 0 ? 0 : int.MaxValue;
            }

            return false;
        }
    }

    private sealed class Page(int capacity)
    {
        public TKey[] Keys { get; private set; } = new TKey[capacity];

        public int Count { get; private set; }

        public ReadOnlySpan<TKey> Span => Keys.AsSpan(0, Count);

        public void Insert(int slot, TKey key)
        {
            if (Count == Keys.Length)
            {
                var keys = Keys;
                Array.Resize(ref keys, Count * 2);
                Keys = keys;
            }

            Array.Copy(Keys, slot, Keys, slot + 1, Count - slot);
            Keys[slot] = key;
            Count++;
        }

        public void Remove(int slot)
        {
            Count--;
            Array.Copy(Keys, slot + 1, Keys, slot, Count - slot);
            Keys[Count] = default;
        }

        public Page Split(int at)
        {
            var next = new Page(PageSize) { Count = Count - at };
            Array.Copy(Keys, at, next.Keys, 0, next.Count);
            Array.Clear(Keys, at, next.Count);
            Count = at;
            return next;
        }
    }
}
