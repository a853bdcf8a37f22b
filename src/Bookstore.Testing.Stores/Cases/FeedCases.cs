using System.Text;
using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Cases that append to the feed and read it.</summary>
internal abstract class FeedCases : StoreCases
{
    private protected static BookstoreEvent Event(int sequence) => Event(sequence, EventTypes.OrderCreated, "orders/1", sequence, Records.Time, """{"order_id":"1"}""");

    private protected static BookstoreEvent Event(int id, string type, string resource, long sequence, DateTimeOffset at, string data) => new()
    {
        Id = Records.Id(id),
        Position = 0,
        Type = type,
        Resource = resource,
        Sequence = sequence,
        OccurredAt = at,
        Data = Encoding.UTF8.GetBytes(data),
    };

    private protected Task AppendAsync(params BookstoreEvent[] events) => AppendAsync(Records.Time, events);

    private protected async Task AppendAsync(DateTimeOffset committedAt, params BookstoreEvent[] events)
    {
        await using var unit = await OpenAsync(static _ => { });
        Array.ForEach(events, unit.Records.Events.Append);
        await unit.CommitAsync(NextMark() with { At = committedAt });
    }

    private protected async Task RemoveAsync(long through)
    {
        await Store.NumberEventsAsync(default);
        await CommitAsync(static _ => { }, set => set.Events.RemoveThrough(through));
    }

    private protected async Task<EventSlice> ReadAsync(long? after, int limit)
    {
        await Store.NumberEventsAsync(default);
        return await Store.ReadEventsAsync(after, limit, default);
    }

    private protected async Task<List<(long Position, long Sequence)>> PageThroughAsync(long? after, int limit)
    {
        var seen = new List<(long, long)>();
        while (true)
        {
            var slice = await ReadAsync(after, limit);
            slice.Events.Count.ShouldBeLessThanOrEqualTo(limit);
            seen.AddRange(slice.Events.Select(read => (read.Position, read.Sequence)));
            after = slice.Next;
            if (slice.Next >= slice.Last)
            {
                return seen;
            }
        }
    }
}
