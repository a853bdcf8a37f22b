using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>A table of one kind of record: adds the statements that load what a unit names, and those that write what it staged.</summary>
/// <param name="kind">The kind of its records.</param>
/// <param name="names">The tables in the database that it writes.</param>
internal abstract class Table(RecordKind kind, params string[] names)
{
    public RecordKind Kind => kind;

    /// <summary>The tables in the database that it writes.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>Adds the statements that lock and read what is named, if anything is.</summary>
    public virtual void AddLoad(NpgsqlBatch batch, UnitLoad load)
    {
    }

    /// <summary>Reads the results of the statements of <see cref="AddLoad"/>.</summary>
    public virtual Task ReadAsync(UnitLoad load, NpgsqlDataReader reader, WorkingSet records, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Adds the statements that write what is staged, if anything is.</summary>
    public abstract void AddWrites(NpgsqlBatch batch, WorkingSet records);

    /// <summary>Names the records that are written: a write that failed is about one of them.</summary>
    public abstract void NameWritten(WorkingSet records, RecordKeys keys);

    protected static void NameWritten<TKey, TRecord>(RecordTable<TKey, TRecord> records, KeySet<TKey> keys)
        where TKey : IEquatable<TKey>, IComparable<TKey>
        where TRecord : class
    {
        for (var i = 0; i < records.Touched.Count; i++)
        {
            if (records.Touched[i].Change != RecordChange.None)
            {
                keys.Add(records.Touched[i].Key);
            }
        }
    }
}
