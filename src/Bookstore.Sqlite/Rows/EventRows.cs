using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The tables <c>events</c>, a row for up to <see cref="EventBlock.MaxEvents"/> events of a commit by the position of the first, and <c>event_feed</c>, up to where they were removed.</summary>
/// <remarks>There is one writer, so an event has its position once it is committed.</remarks>
internal sealed class EventRows(SqliteDatabase database, RecordCache cache) : WriterTable(RecordKinds.Events)
{
    private const string InsertOne = "INSERT INTO events (position, count, committed_at, body) VALUES (?, ?, ?, ?)";

    private const string SelectLast =
        "SELECT max(removed, coalesce((SELECT position + count - 1 FROM events WHERE position > 0 ORDER BY position DESC LIMIT 1), 0)) FROM event_feed WHERE id = 1";

    private const string SelectRemoved = "SELECT removed FROM event_feed WHERE id = 1";

    // The block that a position is within begins less than a block's events before it.
    private const string SelectRange = "SELECT position, body FROM events WHERE position > ? AND position <= ? AND position + count - 1 > ? ORDER BY position";

    private const string SelectOldest = "SELECT position + count - 1, committed_at, count FROM events WHERE position > 0 ORDER BY position";

    private const string UpdateRemoved = "UPDATE event_feed SET removed = max(removed, ?) WHERE id = 1";

    private const string DeleteThrough = "DELETE FROM events WHERE position <= ? AND position + count - 1 <= ?";

    private long? _last;

    /// <summary>When the unit is committed, by its mark.</summary>
    public DateTimeOffset CommittedAt { get; set; }

    public override void Write(WorkingSet records)
    {
        _last = null;
        if (records.Events.Count > 0)
        {
            var last = cache.LastEventPosition ?? ReadLast(database);
            foreach (var (count, body) in records.Events.Blocks)
            {
                database.Statement(InsertOne).Bind(last + 1).Bind(count).Bind(CommittedAt).Bind(body.Span).Execute();
                last += count;
            }

            _last = last;
        }

        if (records.Events.RemovedThrough is { } through)
        {
            through = Math.Min(through, ReadLast(database));
            database.Statement(UpdateRemoved).Bind(through).Execute();
            database.Statement(DeleteThrough).Bind(through).Bind(through).Execute();
        }
    }

    public override void Remember(WorkingSet records) => cache.LastEventPosition = _last ?? cache.LastEventPosition;

    public static long ReadLast(SqliteDatabase database) => database.Statement(SelectLast).SingleInt64() ?? 0;

    public static EventSlice Read(SqliteDatabase database, long? asked, int limit) => Snapshot.Read(database, (asked, limit), static (database, page) =>
    {
        var removed = database.Statement(SelectRemoved).SingleInt64() ?? 0;
        var last = ReadLast(database);
        var after = page.asked ?? removed;
        if (after < removed || after >= last)
        {
            return new EventSlice([], after, removed, last);
        }

        var until = Math.Min(last, after + page.limit);
        var events = new List<BookstoreEvent>((int)(until - after));
        var rows = database.Statement(SelectRange).Bind(after - EventBlock.MaxEvents).Bind(until).Bind(after);
        try
        {
            while (rows.Step())
            {
                EventBlock.Decode(rows.Blob(1), rows.Int64(0), after, until, events);
            }
        }
        catch
        {
            rows.Reset();
            throw;
        }

        return new EventSlice(events, until, removed, last);
    });

    public static long? FindBefore(SqliteDatabase database, DateTimeOffset committedBefore, DateTimeOffset now, int limit)
    {
        // What was committed at a time that has not come yet is as old as the next one, so it is passed until that one is found.
        var (old, passed) = (default(long?), default(long?));
        var found = 0L;
        var rows = database.Statement(SelectOldest);
        while ((found < limit || passed is not null) && rows.Step())
        {
            var committedAt = rows.Time(1);
            if (committedAt < committedBefore)
            {
                (old, passed) = (found < limit ? rows.Int64(0) : passed, null);
            }
            else if (committedAt < now)
            {
                break;
            }
            else if (found < limit)
            {
                passed = rows.Int64(0);
            }

            found += rows.Int64(2);
        }

        rows.Reset();
        return old;
    }
}
