using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The records of one kind in a batch, each as loaded and as it is now.</summary>
/// <typeparam name="TKey">The record's key.</typeparam>
/// <typeparam name="TRecord">The record, immutable.</typeparam>
/// <remarks>Not safe for use from several threads at a time.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class RecordTable<TKey, TRecord> : IStagedRecords
    where TKey : IEquatable<TKey>
    where TRecord : class
{
    private readonly Dictionary<TKey, RecordEntry<TKey, TRecord>> _entries = [];
    private readonly List<RecordEntry<TKey, TRecord>> _touched = [];

    private readonly Action<TRecord>? _check;

    internal RecordTable(RecordKind kind, Action<TRecord>? check = null) => (Kind, _check) = (kind.Require(RecordShape.Root, RecordShape.Child, RecordShape.Reference), check);

    /// <summary>The kind of its records.</summary>
    public RecordKind Kind { get; }

    /// <summary>The records that an operation staged a change of, in the order in which they were first touched. Look at <see cref="RecordEntry{TKey, TRecord}.Change"/>: one that came and went again changes nothing.</summary>
    public IReadOnlyList<RecordEntry<TKey, TRecord>> Touched => _touched;

    /// <summary>Whether any change is staged.</summary>
    public bool HasChanges
    {
        get
        {
            foreach (var entry in _touched)
            {
                if (entry.Change != RecordChange.None)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Says what the store has under a key. For stores, once for each key that was asked for.</summary>
    /// <param name="key">The key.</param>
    /// <param name="record">The record, or <see langword="null"/> when there is none.</param>
    public void Load(TKey key, TRecord? record) => _entries.Add(key, new RecordEntry<TKey, TRecord>(key, record));

    /// <summary>Finds a record as the batch has it now.</summary>
    /// <param name="key">The key, which must have been loaded or staged.</param>
    /// <returns>The record, or <see langword="null"/> when there is none.</returns>
    /// <exception cref="InvalidOperationException">The key was not named in the batch's keys.</exception>
    public TRecord? Find(TKey key) => Entry(key).Current;

    /// <summary>Stages a record under a loaded key: an insert when the store has none, else an update.</summary>
    /// <param name="key">The key.</param>
    /// <param name="record">The record.</param>
    /// <exception cref="InvalidOperationException">The key was not named in the batch's keys.</exception>
    public void Put(TKey key, TRecord record)
    {
        _check?.Invoke(record);
        Stage(Entry(key), record);
    }

    /// <summary>Stages a new record under a key that cannot have been used before, so that it was not loaded.</summary>
    /// <param name="key">The key.</param>
    /// <param name="record">The record.</param>
    public void Insert(TKey key, TRecord record)
    {
        _check?.Invoke(record);
        var entry = new RecordEntry<TKey, TRecord>(key, null);
        _entries.Add(key, entry);
        Stage(entry, record);
    }

    /// <summary>Stages the removal of the record under a loaded key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="InvalidOperationException">Records of this kind are kept (<see cref="RecordKind.IsRemovable"/>), or the key was not named in the batch's keys.</exception>
    public void Remove(TKey key)
    {
        if (!Kind.IsRemovable)
        {
            throw new InvalidOperationException($"The {Kind} {key} cannot be removed: records of this kind are kept. RecordKinds declares the kinds whose records are removed.");
        }

        Stage(Entry(key), null);
    }

    /// <summary>The keys that were loaded or staged.</summary>
    internal IReadOnlyCollection<TKey> Keys => _entries.Keys;

    internal bool IsKnown(TKey key) => _entries.ContainsKey(key);

    internal bool IsInserted(TKey key) => _entries.TryGetValue(key, out var entry) && entry.Change == RecordChange.Insert;

    private void Stage(RecordEntry<TKey, TRecord> entry, TRecord? record)
    {
        if (!entry.IsTouched)
        {
            entry.IsTouched = true;
            _touched.Add(entry);
        }

        entry.Current = record;
    }

    private RecordEntry<TKey, TRecord> Entry(TKey key) => _entries.TryGetValue(key, out var entry)
        ? entry
        : throw new InvalidOperationException($"The {Kind} {key} was not loaded: the operation has to name it in DeclareKeys.");
}
