using Bookstore.Storage;

namespace Bookstore.PostgreSql;

/// <summary>The staged changes of one kind of record, each sorted by ascending key: what is locked by writing is locked in this order.</summary>
internal readonly struct Changes<TKey, TRecord>
    where TKey : IEquatable<TKey>, IComparable<TKey>
    where TRecord : class
{
    private Changes(List<RecordEntry<TKey, TRecord>> inserts, List<RecordEntry<TKey, TRecord>> updates, List<RecordEntry<TKey, TRecord>> deletes)
    {
        Inserts = inserts;
        Updates = updates;
        Deletes = deletes;
    }

    public List<RecordEntry<TKey, TRecord>> Inserts { get; }

    public List<RecordEntry<TKey, TRecord>> Updates { get; }

    /// <summary>None of a kind whose records are kept.</summary>
    public List<RecordEntry<TKey, TRecord>> Deletes { get; }

    public static Changes<TKey, TRecord> Of(RecordTable<TKey, TRecord> table)
    {
        var changes = new Changes<TKey, TRecord>([], [], []);
        for (var i = 0; i < table.Touched.Count; i++)
        {
            changes.ListOf(table.Touched[i].Change)?.Add(table.Touched[i]);
        }

        changes.Inserts.Sort(ByKey);
        changes.Updates.Sort(ByKey);
        changes.Deletes.Sort(ByKey);
        return changes;
    }

    private static int ByKey(RecordEntry<TKey, TRecord> left, RecordEntry<TKey, TRecord> right) => left.Key.CompareTo(right.Key);

    private List<RecordEntry<TKey, TRecord>>? ListOf(RecordChange change) => change switch
    {
        RecordChange.Insert => Inserts,
        RecordChange.Update => Updates,
        RecordChange.Delete => Deletes,
        _ => null,
    };
}
