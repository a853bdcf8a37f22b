using System.Collections.Concurrent;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>Following the feed of a real shop.</summary>
public sealed class LiveFeedTests
{
    private const string Isbn = "9780141439587";
    private const int Orders = 40;

    [Fact]
    public async Task Every_event_comes_once_and_in_order_while_connections_break()
    {
        var streams = new ConcurrentQueue<HttpContext>();
        await using var shop = await LiveShop.StartAsync(async (context, next) =>
        {
            if (context.Request.Path == "/api/events" && context.Request.Headers.Accept.ToString().Contains("event-stream", StringComparison.Ordinal))
            {
                streams.Enqueue(context);
            }

            await next(context);
        });
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        var selling = SellAsync(client);
        var seen = new List<EventResource>();
        await foreach (var happened in client.FollowEventsAsync(cancellationToken: limit.Token))
        {
            seen.Add(happened);
            if (seen.Count % 25 == 0)
            {
                while (streams.TryDequeue(out var stream))
                {
                    stream.Abort();
                }
            }

            if (seen.Count(static happened => happened.Type == FeedEventTypes.PaymentCaptured) == Orders)
            {
                break;
            }
        }

        await selling;
        var all = await AllAsync(client);
        seen.Select(static happened => happened.Id).ShouldBe(all.Take(seen.Count).Select(static happened => happened.Id));
        seen.Select(static happened => happened.Id).Distinct().Count().ShouldBe(seen.Count);
        seen.GroupBy(static happened => happened.Resource).ShouldAllBe(static events => events.Zip(events.Skip(1), static (one, next) => next.Sequence - one.Sequence).All(static step => step == 1));
        (await client.ListEventsAsync(seen[10].Cursor, limit: 1)).Items.Single().Id.ShouldBe(seen[11].Id);
    }

    [Fact]
    public async Task A_group_of_types_is_followed_alone()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        await SellAsync(client);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        var captured = await client.FollowEventsAsync(types: ["payment.*"], cancellationToken: limit.Token).Take(Orders).ToListAsync(limit.Token);

        captured.ShouldAllBe(static happened => happened.Type == FeedEventTypes.PaymentCaptured);
        captured.Select(static happened => happened.Resource).Distinct().Count().ShouldBe(Orders);
    }

    [Fact]
    public async Task A_feed_of_another_database_is_told()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();

        var fault = await Should.ThrowAsync<BookstoreApiException>(async () => await client.FollowEventsAsync("1000000").FirstAsync());

        fault.Code.ShouldBe(ProblemCodes.InvalidQuery);
    }

    private static async Task SellAsync(BookstoreClient client)
    {
        await client.SaveBookAsync(Isbn, new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD" });
        await client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = 1_000, Reason = "delivery note 17" });
        for (var number = 0; number < Orders; number++)
        {
            (await client.PlaceOrderAsync(TestClient.Order)).Outcome.ShouldBe(OrderPlacementOutcome.Created);
        }
    }

    private static async Task<List<EventResource>> AllAsync(BookstoreClient client)
    {
        var all = new List<EventResource>();
        string? after = null;
        while (true)
        {
            var page = await client.ListEventsAsync(after, limit: 7);
            if (page.Items.Count == 0)
            {
                return all;
            }

            all.AddRange(page.Items);
            after = page.Next;
        }
    }
}
