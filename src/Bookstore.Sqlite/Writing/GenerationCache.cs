namespace Bookstore.Sqlite;

/// <summary>A bounded cache: what was not used while as many others were written is forgotten.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="capacity">How many entries a generation has; twice as many are kept at the most.</param>
internal sealed class GenerationCache<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private Dictionary<TKey, TValue> _young = [];
    private Dictionary<TKey, TValue> _old = [];

    public bool TryGet(TKey key, out TValue value)
    {
        if (_young.TryGetValue(key, out value!))
        {
            return true;
        }

        if (!_old.Remove(key, out value!))
        {
            return false;
        }

        _young[key] = value;
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        _young[key] = value;
        _old.Remove(key);
    }

    public void Remove(TKey key)
    {
        _young.Remove(key);
        _old.Remove(key);
    }

    /// <summary>Forgets the old generation when the young one is full. What a unit loads is kept until the next one begins.</summary>
    public void Trim()
    {
        if (_young.Count > capacity)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
    }
}
