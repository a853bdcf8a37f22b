using System.Collections.Immutable;
using Bookstore.Storage;
using Microsoft.Data.Sqlite;

namespace Bookstore.Sqlite;

/// <summary>Fills a unit's working set, from the cache where it can; writes what the unit staged, and then remembers it.</summary>
internal sealed class UnitWriter(SqliteDatabase database, RecordCache cache, FileClock clock)
{
    private readonly ImmutableArray<WriterTable> _tables = WriterTables.Make(database, cache);

    private EventRows Events => (EventRows)_tables[^1];

    /// <summary>The record whose write failed last; <see langword="null"/> when it is not known.</summary>
    public RecordKeys? InConflict { get; private set; }

    public WorkingSet Load(RecordKeys keys)
    {
        var records = new WorkingSet();
        foreach (var table in _tables)
        {
            table.Load(keys, records);
        }

        return records;
    }

    public void Write(WorkingSet records, CommitToken mark)
    {
        InConflict = null;
        Events.CommittedAt = mark.At;
        foreach (var table in _tables)
        {
            Write(table, records);
        }

        WriterRows.Write(database, mark, clock.Note(mark.At));
    }

    /// <summary>Takes what was committed over into the cache.</summary>
    public void Remember(WorkingSet records)
    {
        foreach (var table in _tables)
        {
            table.Remember(records);
        }
    }

    private void Write(WriterTable table, WorkingSet records)
    {
        try
        {
            table.Write(records);
        }
        catch (SqliteException)
        {
            InConflict = table.NameFailed();
            throw;
        }
    }
}
