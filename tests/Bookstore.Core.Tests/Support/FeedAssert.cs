using Bookstore.Storage;
using Shouldly;

namespace Bookstore.Support;

/// <summary>What must hold of a feed of which nothing was removed: one event for each change that was committed, in order per resource.</summary>
internal static class FeedAssert
{
    public static async Task<IReadOnlyList<BookstoreEvent>> ReadAllAsync(IBookstoreStore store)
    {
        var events = new List<BookstoreEvent>();
        for (long? after = null; ;)
        {
            await store.NumberEventsAsync(default);
            var slice = await store.ReadEventsAsync(after, 1_000, default);
            events.AddRange(slice.Events);
            if (slice.Next >= slice.Last)
            {
                return events;
            }

            after = slice.Next;
        }
    }

    public static async Task ShouldMatchAsync(IBookstoreStore store)
    {
        var events = await ReadAllAsync(store);
        events.Select(happened => happened.Id).ShouldBeUnique();
        events.Select(happened => happened.Position).ShouldBe(Enumerable.Range(1, events.Count).Select(position => (long)position));
        var sequences = events.GroupBy(happened => happened.Resource).ToDictionary(group => group.Key, group => group.Select(happened => happened.Sequence).ToList());
        var orders = await store.ListOrdersAsync(OrderFilter.All, null, 10_000, default);
        foreach (var order in orders.Items)
        {
            (sequences.GetValueOrDefault($"orders/{order.Order.Id}") ?? []).ShouldBe(Enumerable.Range(1, order.Version).Select(version => (long)version), $"{order}");
        }

        foreach (var (resource, numbers) in sequences.Where(resource => resource.Key.StartsWith("books/", StringComparison.Ordinal)))
        {
            numbers.ShouldBe(Enumerable.Range(1, numbers.Count).Select(number => (long)number), resource);
        }
    }
}
