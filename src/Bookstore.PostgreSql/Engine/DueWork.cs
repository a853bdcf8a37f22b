using System.Collections.Concurrent;
using Bookstore.Storage;

namespace Bookstore.PostgreSql;

/// <summary>Lists the records with work left to do, and remembers up to where all work is finished.</summary>
/// <remarks>
/// Below the floor there is no entry but those of <see cref="Seen.Left"/>, and none will come. What is written later with an earlier time is marked as late by the
/// database's clock. What was written earlier and is not committed yet holds the floor back: it rises to a <see cref="Mark"/> alone whose writers have all ended.
/// The floor only saves work: once an hour a look from the beginning of the list passes over what is below it, page by page. It stays behind the database's clock by a margin, and goes back with it: another server's clock after a failover.
/// </remarks>
internal sealed class DueWork(Database database, string schema, TimeSpan commandTimeout, TimeProvider time)
{
    // Beyond it what is remembered is forgotten, which costs a full look for each list.
    private const int MostLists = 10_000;

    private static readonly TimeSpan FullLookEvery = TimeSpan.FromHours(1);

    // One that takes too long would otherwise keep the list from being read at all.
    private static readonly TimeSpan FullLookAgainAfter = TimeSpan.FromMinutes(5);

    private readonly TimeSpan _margin = commandTimeout + DatabaseTime.LateAfter;

    // A host asks for the work of its own gateways and couriers, and for what names none.
    private readonly ConcurrentDictionary<DueKey, Seen> _seen = new();

    public async ValueTask<KeysetPage<T, DuePosition>> ListAsync<T>(DueList<T> list, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken)
        where T : class
    {
        var known = TakeSeen(list.Key);
        var isFull = known.IsFullLook(after, time.GetElapsedTime(known.FullLookAt) >= FullLookEvery);
        try
        {
            return await ListAsync(list, known, isFull, dueAt, after, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (isFull)
        {
            _seen[list.Key] = known with { FullLookAt = Before(FullLookEvery - FullLookAgainAfter), LookedTo = null };
            throw;
        }
    }

    /// <summary>Up to where a list was found finished, but for what was left.</summary>
    public long FloorOf(DueKey key) => _seen.TryGetValue(key, out var seen) ? seen.Floor : long.MinValue;

    /// <summary>Up to where the lists of a kind were found finished, those of all gateways or couriers that this host serves.</summary>
    public IReadOnlyList<DueFloor> FloorsOf(string table, string kind) =>
        [.. _seen.Where(seen => seen.Key.Table == table && seen.Key.Kind == kind).Select(static seen => new DueFloor(seen.Key.Party, seen.Value.Floor, seen.Value.Left))];

    // The database's time, and then the transactions that have written entries and are not over. The lock is taken before the clock is looked at for an entry, and released after the
    // entry can be seen. The locks are read after the time: their filter needs it.
    private Query ReadMark(string table) => new(
        $"""
        SELECT mark.now, ARRAY(
            SELECT virtualtransaction FROM pg_locks
            WHERE locktype = 'relation' AND relation = '{schema}.{table}'::regclass AND mode = 'RowExclusiveLock' AND granted AND mark.now IS NOT NULL
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
        FROM (SELECT {DatabaseTime.Now} AS now OFFSET 0) AS mark
        """);

    private async ValueTask<KeysetPage<T, DuePosition>> ListAsync<T>(
        DueList<T> list, Seen known, bool isFull, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken)
        where T : class
    {
        var mark = (await database.ReadWorkAsync(ReadMark(list.Key.Table), static row => new Mark(row.GetInt64(0), row.GetFieldValue<string[]>(1)), cancellationToken).ConfigureAwait(false))[0];
        var ended = known.FindEnded(mark);
        var floor = isFull ? long.MinValue : Math.Min(known.Floor, mark.Time - _margin.Ticks);

        // A row that cannot be read is left to the audit, and does not hide those behind it.
        var page = await UnreadableRow.ListPageAsync(ListAsync, limit).ConfigureAwait(false);

        // A part of a list, or one that ends before the floor, says nothing about what is below a new one.
        if (after is null && page.Next is null && dueAt.UtcTicks >= floor)
        {
            var next = ended is null ? floor : Math.Max(floor, Math.Min(dueAt.UtcTicks, ended.Time - _margin.Ticks));
            var open = ended is null ? known.Open ?? mark : mark;
            var left = page.Items.Select(list.PlaceOf).Where(place => place.DueAt.UtcTicks <= next).Select(static place => place.Id);
            _seen[list.Key] = new Seen(isFull ? time.GetTimestamp() : known.FullLookAt, next, open, [.. left], null);
        }
        else if (isFull)
        {
            _seen[list.Key] = known.After(page.Next, [.. page.Items.Select(list.PlaceOf)], time.GetTimestamp());
        }

        return page;

        ValueTask<List<(T?, DuePosition)>> ListAsync(int most) => database.ReadWorkAsync(
            list.Select(new DueLook(floor, dueAt, known.Left, after, most)), row => (UnreadableRow.TryRead(row, list.Read), list.PositionOf(row)), cancellationToken);
    }

    private long Before(TimeSpan elapsed) => time.GetTimestamp() - (long)(elapsed.TotalSeconds * time.TimestampFrequency);

    private Seen TakeSeen(DueKey key)
    {
        if (_seen.TryGetValue(key, out var seen))
        {
            return seen;
        }

        if (_seen.Count >= MostLists)
        {
            _seen.Clear();
        }

        return _seen.GetOrAdd(key, new Seen(time.GetTimestamp(), long.MinValue, null, [], null));
    }

    /// <summary>A time of the database, and who had entries to commit then.</summary>
    /// <param name="Time">The time.</param>
    /// <param name="Writers">The transactions that may have written an entry before that time and were not over: read after it.</param>
    private sealed record Mark(long Time, string[] Writers);

    /// <summary>What was found finished.</summary>
    /// <param name="FullLookAt">When all below the floor was looked at, by the monotonic clock.</param>
    /// <param name="Floor">Up to where.</param>
    /// <param name="Open">The mark to which the floor rises next: kept until its writers have ended.</param>
    /// <param name="Left">The records below the floor that are not finished.</param>
    /// <param name="LookedTo">How far a full look that is not over has come.</param>
    private sealed record Seen(long FullLookAt, long Floor, Mark? Open, Guid[] Left, DuePosition? LookedTo)
    {
        /// <summary>Whether a page belongs to a full look: the first page when it is time for one, and those that follow it without a gap.</summary>
        public bool IsFullLook(DuePosition? after, bool isTime) =>
            after is not { } position ? isTime || LookedTo is not null : LookedTo is { } reached && (position == reached || position.DueAt < reached.DueAt);

        /// <summary>What is known after a page of a full look: it is over once it has passed the floor. What it found below the floor is not left out until it is finished.</summary>
        public Seen After(DuePosition? next, DuePosition[] found, long now)
        {
            var lowest = found.FirstOrDefault(place => place.DueAt.UtcTicks <= Floor && !Left.Contains(place.Id));
            var seen = lowest == default ? this : this with { Floor = lowest.DueAt.UtcTicks - 1 };
            return next is { } reached && reached.DueAt.UtcTicks < Floor ? seen with { LookedTo = reached } : seen with { FullLookAt = now, LookedTo = null };
        }

        /// <summary>The latest mark whose writers have all ended; <see langword="null"/> when there is none yet.</summary>
        public Mark? FindEnded(Mark now) => now.Writers.Length == 0 ? now : Open is not null && !Open.Writers.Intersect(now.Writers).Any() ? Open : null;
    }
}
