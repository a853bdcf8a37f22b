using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Bookstore.Storage;

/// <summary>A set of keys of one kind of record.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <remarks>Not safe for use from several threads at a time.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class KeySet<TKey> : IReadOnlyCollection<TKey>, IKeySet
    where TKey : IEquatable<TKey>, IComparable<TKey>
{
    private readonly HashSet<TKey> _seen = [];
    private readonly List<TKey> _keys = [];

    /// <inheritdoc/>
    public int Count => _keys.Count;

    /// <summary>Adds a key, if it is not there yet.</summary>
    /// <param name="key">The key.</param>
    public void Add(TKey key)
    {
        if (_seen.Add(key))
        {
            _keys.Add(key);
        }
    }

    /// <summary>Sorts the keys in ascending order, which is the order to lock in, and gives them out.</summary>
    /// <returns>The keys; valid until the set changes.</returns>
    public ReadOnlySpan<TKey> Sorted()
    {
        _keys.Sort();
        return CollectionsMarshal.AsSpan(_keys);
    }

    /// <inheritdoc/>
    public IEnumerator<TKey> GetEnumerator() => _keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool Contains(TKey key) => _seen.Contains(key);

    internal bool Overlaps(KeySet<TKey> other)
    {
        var (few, many) = Count < other.Count ? (this, other) : (other, this);
        foreach (var key in few._keys)
        {
            if (many.Contains(key))
            {
                return true;
            }
        }

        return false;
    }

    bool IKeySet.Overlaps(IKeySet other) => Overlaps((KeySet<TKey>)other);

    void IKeySet.Clear()
    {
        _seen.Clear();
        _keys.Clear();
    }
}

/// <summary>A set of keys of any kind of record.</summary>
internal interface IKeySet
{
    int Count { get; }

    bool Overlaps(IKeySet other);

    void Clear();
}
