using System.Collections.Concurrent;
using Bookstore.Storage;

namespace Bookstore.PostgreSql;

/// <summary>Lists the orders with work left to do, and remembers up to where all work is finished.</summary>
/// <remarks>
/// Below the floor there is no entry but those of <see cref="Seen.Left"/>, and none will come. What is written later with an earlier time is marked as late by the
/// database's clock. What was written earlier and is not committed yet holds the floor back: it rises to a <see cref="Mark"/> alone whose writers have all ended.
/// The floor only saves work, and is forgotten now and then. It stays behind the database's clock by a margin, and goes back with it: another server's clock after a failover.
/// </remarks>
internal sealed class DueWork(Database database, Tables tables, TimeSpan margin, TimeProvider time)
{
    private static readonly TimeSpan FullLookEvery = TimeSpan.FromHours(1);

    // A host asks for the work of its own gateway and for what names none.
    private readonly ConcurrentDictionary<(OrderWork Work, string Gateway), Seen> _seen = new();

    public async ValueTask<KeysetPage<OrderRecord, DuePosition>> ListAsync(
        OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var key = (work, DueRows.NameOf(gateway));
        var seen = TakeSeen(key);
        var mark = (await database.ReadWorkAsync(tables.Due.ReadMark(), static row => new Mark(row.GetInt64(0), row.GetFieldValue<string[]>(1)), cancellationToken).ConfigureAwait(false))[0];
        var ended = seen.FindEnded(mark);
        seen = seen with { Floor = Math.Min(seen.Floor, mark.Time - margin.Ticks) };

        // A row that cannot be read is left to the audit, and does not hide those behind it.
        var page = await UnreadableRow.ListPageAsync(ListAsync, limit).ConfigureAwait(false);

        // A part of a list, or one that ends before the floor, says nothing about what is below a new one.
        if (after is null && page.Next is null && dueAt.UtcTicks >= seen.Floor)
        {
            var floor = ended is null ? seen.Floor : Math.Max(seen.Floor, Math.Min(dueAt.UtcTicks, ended.Time - margin.Ticks));
            var open = ended is null ? seen.Open ?? mark : mark;
            _seen[key] = new Seen(seen.FullLookAt, floor, open, [.. page.Items.Where(order => order.DueAt!.Value.UtcTicks <= floor).Select(order => order.Order.Id)]);
        }

        return page;

        ValueTask<List<(OrderRecord?, DuePosition)>> ListAsync(int most) => database.ReadWorkAsync(
            tables.Orders.ListDue(work, gateway, seen.Floor, dueAt, seen.Left, after, most), static row => (UnreadableRow.TryRead(row, OrderRows.Read), OrderRows.PositionOf(row)), cancellationToken);
    }

    // The time of a full look is noted first: one that takes too long is not tried again at once.
    private Seen TakeSeen((OrderWork Work, string Gateway) key)
    {
        if (_seen.TryGetValue(key, out var seen) && time.GetElapsedTime(seen.FullLookAt) < FullLookEvery)
        {
            return seen;
        }

        var now = time.GetTimestamp();
        _seen[key] = seen is null ? new Seen(now, long.MinValue, null, []) : seen with { FullLookAt = now };
        return new Seen(now, long.MinValue, seen?.Open, []);
    }

    /// <summary>A time of the database, and who had entries to commit then.</summary>
    /// <param name="Time">The time.</param>
    /// <param name="Writers">The transactions that may have written an entry before that time and were not over: read after it.</param>
    private sealed record Mark(long Time, string[] Writers);

    /// <summary>What was found finished.</summary>
    /// <param name="FullLookAt">When everything was looked at, by the monotonic clock.</param>
    /// <param name="Floor">Up to where.</param>
    /// <param name="Open">The mark to which the floor rises next: kept until its writers have ended.</param>
    /// <param name="Left">The orders below the floor that are not finished.</param>
    private sealed record Seen(long FullLookAt, long Floor, Mark? Open, Guid[] Left)
    {
        /// <summary>The latest mark whose writers have all ended; <see langword="null"/> when there is none yet.</summary>
        public Mark? FindEnded(Mark now) => now.Writers.Length == 0 ? now : Open is not null && !Open.Writers.Intersect(now.Writers).Any() ? Open : null;
    }
}
