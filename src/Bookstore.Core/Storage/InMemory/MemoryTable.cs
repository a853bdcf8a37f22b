using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Bookstore.Storage;

/// <summary>The records of one kind by their key, with the indexes that are declared on them.</summary>
/// <remarks>Records are immutable; the table is written in place. Not thread-safe: <see cref="InMemoryStore"/> locks.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
internal class MemoryTable<TKey, TRecord>
    where TKey : struct, IEquatable<TKey>, IComparable<TKey>
    where TRecord : class
{
    private readonly Dictionary<TKey, TRecord> _records = [];
    private readonly List<IMemoryIndex<TRecord>> _indexes = [];
    private readonly List<Action<IReadOnlyList<RecordEntry<TKey, TRecord>>>> _checks = [];

    public TRecord this[TKey key] => _records[key];

    public TRecord? Find(TKey key) => _records.GetValueOrDefault(key);

    public bool Contains(TKey key) => _records.ContainsKey(key);

    /// <summary>Loads the records of the keys, also those that do not exist.</summary>
    public void Load(KeySet<TKey> keys, RecordTable<TKey, TRecord> records)
    {
        foreach (var key in keys)
        {
            records.Load(key, Find(key));
        }
    }

    /// <summary>Finds what would be refused, before anything is written.</summary>
    /// <param name="records">The staged changes.</param>
    /// <param name="name">Names the record of a conflict.</param>
    /// <exception cref="StoreConflictException">A record to insert exists, or a unique value is taken.</exception>
    public void Check(RecordTable<TKey, TRecord> records, Action<RecordKeys, TRecord> name)
    {
        var touched = records.Touched;
        for (var i = 0; i < touched.Count; i++)
        {
            if (touched[i] is { Change: RecordChange.Insert } insert && Contains(insert.Key))
            {
                var keys = new RecordKeys();
                name(keys, insert.Current!);
                throw new StoreConflictException($"{typeof(TRecord).Name} {insert.Key} exists.") { Reason = StoreConflictReason.Duplicate, Keys = keys };
            }
        }

        if (touched.Count > 0)
        {
            _checks.ForEach(check => check(touched));
        }
    }

    /// <summary>Writes staged changes that were checked.</summary>
    public void Write(RecordTable<TKey, TRecord> records)
    {
        var touched = records.Touched;
        for (var i = 0; i < touched.Count; i++)
        {
            if (touched[i].Change != RecordChange.None)
            {
                Set(touched[i].Key, touched[i].Current);
            }
        }
    }

    /// <summary>Inserts, replaces or removes a record.</summary>
    public void Set(TKey key, TRecord? record)
    {
        TRecord? before;
        if (record is null)
        {
            _records.Remove(key, out before);
        }
        else
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_records, key, out _);
            before = place;
            place = record;
        }

        foreach (var index in CollectionsMarshal.AsSpan(_indexes))
        {
            index.Move(before, record);
        }
    }

    /// <summary>Declares a sorted index.</summary>
    protected SortedKeys<TPlace> Sort<TPlace>(Func<TRecord, TPlace> by, Func<TRecord, bool>? where = null)
        where TPlace : struct, IComparable<TPlace>
    {
        var index = new SortedIndex<TRecord, TPlace>(by, where);
        _indexes.Add(index);
        return index.Places;
    }

    /// <summary>Declares an index of groups, each sorted.</summary>
    protected GroupedIndex<TRecord, TGroup, TPlace> Group<TGroup, TPlace>(Func<TRecord, TGroup> by, Func<TRecord, TPlace> sort, Func<TRecord, bool>? where = null)
        where TGroup : notnull
        where TPlace : struct, IComparable<TPlace>
    {
        var index = new GroupedIndex<TRecord, TGroup, TPlace>(by, sort, where);
        _indexes.Add(index);
        return index;
    }

    /// <summary>Declares an index of the table's own kind.</summary>
    protected void Follow(IMemoryIndex<TRecord> index) => _indexes.Add(index);

    /// <summary>Declares a value that one record at most may have.</summary>
    protected void Unique<TValue>(Func<TRecord, TValue> value, Func<TRecord, bool> where, Func<TValue, string> refusal)
        where TValue : notnull
    {
        var index = new UniqueIndex<TKey, TRecord, TValue>(value, where, refusal);
        _indexes.Add(index);
        _checks.Add(index.Check);
    }

    /// <summary>The wanted records of a list, of which a page looks at a bounded number and continues after the last that it looked at.</summary>
    protected KeysetPage<TRecord, TKey> Page(SortedKeys<TKey>.Walk keys, int limit, Func<TRecord, bool> isWanted)
    {
        var found = new List<TRecord>();
        var lookedAt = 0L;
        foreach (var key in keys)
        {
            lookedAt++;
            var record = _records[key];
            if (isWanted(record))
            {
                found.Add(record);
            }

            if (found.Count == limit || lookedAt == KeysetPage.MaxLookedAt(limit))
            {
                return new KeysetPage<TRecord, TKey>(found, key);
            }
        }

        return new KeysetPage<TRecord, TKey>(found, null);
    }

    /// <summary>The records of a list by time, up to a time.</summary>
    protected List<TRecord> Until(SortedKeys<(DateTimeOffset At, TKey Key)>.Walk places, DateTimeOffset until, int limit)
    {
        var found = new List<TRecord>();
        foreach (var (at, key) in places)
        {
            if (at > until || found.Count == limit)
            {
                break;
            }

            found.Add(_records[key]);
        }

        return found;
    }
}
