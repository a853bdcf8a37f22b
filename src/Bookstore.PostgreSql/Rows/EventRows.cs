using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The tables <c>events</c>, a row for up to <see cref="EventBlock.MaxEvents"/> events of a commit, and <c>event_feed</c>, one row with the position up to which events were removed.</summary>
/// <remarks>
/// A commit writes its rows without a position. The host that has the lock of the feed numbers the committed rows by ascending id: of two commits that change the same order the second has the greater id,
/// because it writes after the first has let go of the order. A transaction that is open for long gets its positions when it has ended, behind those that readers have seen. The end of the feed is that of its newest row:
/// a row that is written with each numbering would get slower while any transaction might see its old versions.
/// </remarks>
internal sealed class EventRows(string schema) : Table(RecordKinds.Events, "events")
{
    /// <summary>How many rows are numbered in one transaction.</summary>
    public const int MostNumbered = 1_000;

    private const string TakeLock = "SELECT FROM pg_advisory_xact_lock($1)";

    private readonly string _insert = $"INSERT INTO {schema}.events (count, committed_at, body) VALUES ($1, $2, $3)";

    private readonly string _remove =
        $"""
        WITH feed AS MATERIALIZED (SELECT f.removed, greatest(f.removed, least($1, {LastOf(schema)})) AS through FROM {schema}.event_feed f WHERE f.id = 1),
        moved AS (UPDATE {schema}.event_feed f SET removed = greatest(f.removed, feed.through) FROM feed WHERE f.id = 1)
        DELETE FROM {schema}.events e USING feed WHERE e.position > feed.removed - {EventBlock.MaxEvents} AND e.position <= feed.through AND e.position + e.count - 1 <= feed.through
        """;

    // The one row of the feed is looked up by its key: a unit's settings make a scan so dear that the server would compile the statement each time.
    // A statement of its own, after the lock: it sees what was committed before the lock was taken.
    private readonly string _number =
        $"""
        WITH feed AS MATERIALIZED (SELECT {LastOf(schema)} AS last FROM {schema}.event_feed f WHERE f.id = 1),
        unnumbered AS (
            SELECT id, count FROM {schema}.events WHERE position IS NULL AND id > (SELECT numbered FROM {schema}.event_marks ORDER BY mark DESC LIMIT 1) ORDER BY id LIMIT $1
        ), placed AS (
            SELECT id, (SELECT last FROM feed) + 1 + coalesce(sum(count) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS position FROM unnumbered
        ), numbered AS (
            UPDATE {schema}.events e SET position = placed.position FROM placed WHERE e.id = placed.id RETURNING e.id
        )
        SELECT count(*) FROM numbered
        """;

    // One statement, hence one snapshot. The row that a position is within begins less than a block's events before it.
    private readonly string _read =
        $"""
        SELECT f.removed, {LastOf(schema)}, e.position, e.body
        FROM {schema}.event_feed f
        LEFT JOIN {schema}.events e ON coalesce($1, f.removed) >= f.removed AND e.position > coalesce($1, f.removed) - {EventBlock.MaxEvents}
            AND e.position <= coalesce($1, f.removed) + $2 AND e.position + e.count - 1 > coalesce($1, f.removed)
        WHERE f.id = 1
        ORDER BY e.position
        """;

    private readonly string _readLast = $"SELECT {LastOf(schema)} FROM {schema}.event_feed f WHERE f.id = 1";

    // Behind what was removed, since removed rows stay in the index for as long as any transaction might see them.
    private readonly string _oldest =
        $"SELECT position + count - 1, committed_at, count FROM {schema}.events WHERE position > (SELECT removed FROM {schema}.event_feed WHERE id = 1) - {EventBlock.MaxEvents} ORDER BY position LIMIT $1";

    // The first time behind a position that has come.
    private readonly string _time = $"SELECT committed_at FROM {schema}.events WHERE position > $1 AND committed_at < $2 ORDER BY position LIMIT 1";

    /// <summary>The feed's lock: an advisory one, which leaves no versions of a row behind and which no other program takes.</summary>
    public long Lock { get; } = SchemaFence.LockOf("events of " + schema);

    public override void NameWritten(WorkingSet records, RecordKeys keys)
    {
    }

    /// <summary>Adds nothing: the rows have the time of the commit, see <see cref="AddWrites(NpgsqlBatch, StagedEvents, CommitToken)"/>.</summary>
    public override void AddWrites(NpgsqlBatch batch, WorkingSet records)
    {
    }

    /// <summary>Adds the statements that write what is staged, if anything is.</summary>
    public void AddWrites(NpgsqlBatch batch, StagedEvents events, CommitToken mark)
    {
        foreach (var (count, body) in events.Blocks)
        {
            batch.Add(_insert).Bind(count).Bind(mark.At.UtcTicks).Bind(body);
        }

        if (events.RemovedThrough is { } through)
        {
            batch.Add(_remove).Bind(through);
        }
    }

    /// <summary>Adds the statements that number what is committed. The last one returns how many rows they were.</summary>
    public void AddNumbering(NpgsqlBatch batch)
    {
        batch.Add(TakeLock).Bind(Lock);
        batch.Add(_number).Bind(MostNumbered);
    }

    public Query Read(long? after, int limit) => new Query(_read).With(after).With((long)limit);

    public static (long Removed, long Last, long? Position, byte[]? Body) ReadRow(NpgsqlDataReader row) =>
        (row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3));

    public Query ReadLast() => new(_readLast);

    public Query ListOldest(int limit) => new Query(_oldest).With(limit);

    public Query FindTime(long after, DateTimeOffset now) => new Query(_time).With(after).With(now.UtcTicks);

    public static EventSlice ToSlice(List<(long Removed, long Last, long? Position, byte[]? Body)> rows, long? asked, int limit)
    {
        var (removed, last) = (rows[0].Removed, rows[0].Last);
        var after = asked ?? removed;
        if (after < removed || after >= last)
        {
            return new EventSlice([], after, removed, last);
        }

        var until = Math.Min(last, after + limit);
        var events = new List<BookstoreEvent>((int)(until - after));
        foreach (var row in rows.Where(static row => row.Position is not null))
        {
            EventBlock.Decode(row.Body, row.Position!.Value, after, until, events);
        }

        return new EventSlice(events, until, removed, last);
    }

    // The end of a feed f: that of its newest row, or up to where all were removed. Searched behind those: where nothing is left, the search ends there and not at the first entry that was ever removed.
    private static string LastOf(string schema) =>
        $"greatest(f.removed, (SELECT position + count - 1 FROM {schema}.events WHERE position > f.removed - {EventBlock.MaxEvents} ORDER BY position DESC LIMIT 1))";
}
