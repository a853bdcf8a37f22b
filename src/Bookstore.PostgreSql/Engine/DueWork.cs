using System.Collections.Concurrent;
using Bookstore.Storage;

namespace Bookstore.PostgreSql;

/// <summary>Lists the orders with work left to do, and remembers up to where all work is finished.</summary>
/// <remarks>
/// Below the floor there is no entry but those of <see cref="Seen.Left"/>, and none will come: what is written later with an earlier time is marked as late by the
/// database's clock, which the floor stays behind of by more than a commit takes. The floor only saves work and is forgotten now and then, for a commit
/// that took longer than that. It goes back with the database's clock, which is another server's after a failover.
/// </remarks>
internal sealed class DueWork(Database database, Tables tables, TimeSpan margin, TimeProvider time)
{
    private static readonly TimeSpan FullLookEvery = TimeSpan.FromHours(1);

    // A host asks for the work of its own gateway and for what names none.
    private readonly ConcurrentDictionary<(OrderWork Work, string Gateway), Seen> _seen = new();

    public async ValueTask<IReadOnlyList<OrderRecord>> ListAsync(OrderWork work, string? gateway, DateTimeOffset dueAt, int limit, CancellationToken cancellationToken)
    {
        var key = (work, DueRows.NameOf(gateway));
        var seen = TakeSeen(key);
        var now = (await database.ReadWorkAsync(new Query($"SELECT {DatabaseTime.Now}"), static row => row.GetInt64(0), cancellationToken).ConfigureAwait(false))[0];
        seen = seen with { Floor = Math.Min(seen.Floor, now - margin.Ticks) };

        // A row that cannot be read is left to the audit, and does not hide those behind it.
        var (readable, isCut) = await UnreadableRow.ListOthersAsync(ListAsync, limit).ConfigureAwait(false);

        // A list that was cut off, or that ends before the floor, says nothing about what is below a new one.
        if (!isCut && dueAt.UtcTicks >= seen.Floor)
        {
            var floor = Math.Max(seen.Floor, Math.Min(dueAt.UtcTicks, now - margin.Ticks));
            _seen[key] = new Seen(seen.FullLookAt, floor, [.. readable.Where(order => order.DueAt!.Value.UtcTicks <= floor).Select(order => order.Order.Id)]);
        }

        return readable;

        ValueTask<List<OrderRecord?>> ListAsync(int most) => database.ReadWorkAsync(
            tables.Orders.ListDue(work, gateway, seen.Floor, dueAt, seen.Left, most), static row => UnreadableRow.TryRead(row, OrderRows.Read), cancellationToken);
    }

    // The time of a full look is noted first: one that takes too long is not tried again at once.
    private Seen TakeSeen((OrderWork Work, string Gateway) key)
    {
        if (_seen.TryGetValue(key, out var seen) && time.GetElapsedTime(seen.FullLookAt) < FullLookEvery)
        {
            return seen;
        }

        var now = time.GetTimestamp();
        _seen[key] = seen is null ? new Seen(now, long.MinValue, []) : new Seen(now, seen.Floor, seen.Left);
        return new Seen(now, long.MinValue, []);
    }

    private sealed record Seen(long FullLookAt, long Floor, Guid[] Left);
}
