using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>A table of the writer's connection: loads what a unit names, writes what it staged, and remembers what was committed.</summary>
/// <param name="kind">The kind of its records.</param>
internal abstract class WriterTable(RecordKind kind)
{
    public RecordKind Kind => kind;

    /// <summary>Answers for each of the keys that are of this kind.</summary>
    public virtual void Load(RecordKeys keys, WorkingSet records)
    {
    }

    public abstract void Write(WorkingSet records);

    /// <summary>The record whose write failed; <see langword="null"/> when it is not known.</summary>
    public virtual RecordKeys? NameFailed() => null;

    /// <summary>Takes what was committed over into the cache.</summary>
    public virtual void Remember(WorkingSet records)
    {
    }
}

/// <summary>A table of records that are written one by one.</summary>
/// <param name="kind">The kind of its records.</param>
internal abstract class WriterTable<TKey, TRecord>(RecordKind kind) : WriterTable(kind)
    where TKey : IEquatable<TKey>
    where TRecord : class
{
    private RecordEntry<TKey, TRecord>? _underWay;

    public override void Write(WorkingSet records)
    {
        var touched = Staged(records).Touched;
        for (var i = 0; i < touched.Count; i++)
        {
            _underWay = touched[i];
            Write(touched[i], records);
        }

        _underWay = null;
    }

    public sealed override RecordKeys? NameFailed()
    {
        if (_underWay is not { } entry)
        {
            return null;
        }

        _underWay = null;
        var keys = new RecordKeys();
        Name(entry, keys);
        return keys;
    }

    protected abstract RecordTable<TKey, TRecord> Staged(WorkingSet records);

    protected abstract void Write(RecordEntry<TKey, TRecord> entry, WorkingSet records);

    protected abstract void Name(RecordEntry<TKey, TRecord> entry, RecordKeys keys);
}
