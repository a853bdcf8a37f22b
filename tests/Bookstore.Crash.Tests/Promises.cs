using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using Shouldly;

namespace Bookstore.Crash;

/// <summary>What has to be true after every crash.</summary>
internal static class Promises
{
    /// <summary>The shop's own audits find nothing, and nobody was charged twice.</summary>
    public static async Task ShouldHoldAsync(Shop shop, ShopFiles? files)
    {
        var verified = await shop.Audit.VerifyAsync();
        verified.Findings.ShouldBeEmpty();
        verified.Checked.ShouldBePositive();
        (await shop.Audit.ReconcileAsync()).Findings.ShouldBeEmpty();
        await FeedShouldTellOfEveryOrderAsync(shop);
        if (files is not null)
        {
            foreach (var (orderId, events) in LedgerEvents.Read(files))
            {
                events.ShouldBeUnique($"order {orderId} at the gateway");
            }
        }
    }

    /// <summary>A state and its event are both there, or neither: the feed has one event for each change of each order, in order. It begins with 1.</summary>
    private static async Task FeedShouldTellOfEveryOrderAsync(Shop shop)
    {
        var told = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        for (long? after = null; await shop.Store.ReadEventsAsync(after, 1_000, CancellationToken.None) is { Events.Count: > 0 } slice; after = slice.Next)
        {
            foreach (var happened in slice.Events)
            {
                (told.TryGetValue(happened.Resource, out var sequences) ? sequences : told[happened.Resource] = []).Add(happened.Sequence);
            }
        }

        foreach (var order in await OrdersAsync(shop))
        {
            var sequences = told.GetValueOrDefault($"orders/{order.Order.Id}") ?? [];
            sequences.ShouldBe(Enumerable.Range(1, order.Version).Select(version => (long)version), $"{order.Order}");
        }
    }

    /// <summary>The database itself finds nothing wrong with its file.</summary>
    public static async Task FileShouldBeSoundAsync(ShopFiles files)
    {
        await using var connection = new SqliteConnection($"Data Source={files.Database};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        (await command.ExecuteScalarAsync()).ShouldBe("ok");
        command.CommandText = "PRAGMA foreign_key_check";
        (await command.ExecuteScalarAsync()).ShouldBeNull();
    }

    public static async Task<List<OrderRecord>> OrdersAsync(Shop shop)
    {
        var orders = new List<OrderRecord>();
        Guid? after = null;
        do
        {
            var page = await shop.Store.ListOrdersAsync(OrderFilter.All, after, 1_000, CancellationToken.None);
            orders.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        return orders;
    }

    /// <summary>The orders that the idempotency keys of orders stand for.</summary>
    public static async Task<Dictionary<string, Guid>> OrderKeysAsync(Shop shop)
    {
        var orders = new Dictionary<string, Guid>(StringComparer.Ordinal);
        IdempotencyRecord? last = null;
        while (await shop.Store.ListKeysAsync(DateTimeOffset.MaxValue, last, 1_000, CancellationToken.None) is { Count: > 0 } page)
        {
            last = page[^1];
            foreach (var key in page)
            {
                if (key is { Id.Operation: "orders", Outcome: null })
                {
                    orders.Add(key.Id.Key, key.ResourceId);
                }
            }
        }

        return orders;
    }
}
