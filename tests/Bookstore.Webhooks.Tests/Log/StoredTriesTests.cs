using System.Net;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>What of the tries is stored, and when.</summary>
public sealed class StoredTriesTests
{
    [Fact]
    public async Task Tries_of_the_last_seconds_are_stored_when_a_host_stops()
    {
        await using var shop = new WebhookShop(clock: TimeProvider.System);
        var endpoint = await shop.CreateAsync();
        await shop.SaveBookAsync();
        await shop.StartAsync();
        await shop.Receiver.WaitForAsync(1);
        await shop.SaveBookAsync();
        await shop.Receiver.WaitForAsync(2);

        await shop.StopAsync();

        var stored = WebhookDocuments.Tries.Read((await shop.StoredTriesAsync(endpoint.Id)).ShouldNotBeNull());
        stored.Tries.Select(static made => made.EventId.ToString()).ShouldBe(shop.Receiver.Received.Select(static happened => happened.Id));
    }

    [Fact]
    public async Task Deliveries_that_succeed_are_stored_once_a_minute_and_failures_after_seconds()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        (await StoredAfterAsync(TimeSpan.Zero)).ShouldBe(1);
        (await StoredAfterAsync(TimeSpan.FromSeconds(20))).ShouldBe(1);
        (await StoredAfterAsync(TimeSpan.FromSeconds(50))).ShouldBe(2);

        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.InternalServerError);
        (await StoredAfterAsync(TimeSpan.FromSeconds(6))).ShouldBe(4);

        async Task<int> StoredAfterAsync(TimeSpan time)
        {
            shop.Time.Advance(time);
            await shop.SaveBookAsync();
            await shop.DeliverAsync();
            await shop.DeliverAsync();
            return WebhookDocuments.Tries.Read((await shop.StoredTriesAsync(endpoint.Id))!).Tries.Count;
        }
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, 20_000)]
    [InlineData(HttpStatusCode.BadGateway, 80_000)]
    public async Task What_is_stored_of_responses_is_bounded(HttpStatusCode status, int most)
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        shop.Receiver.Answer = _ => new HttpResponseMessage(status) { Content = new StringContent(new string('x', 1_024)) };
        for (var i = 0; i < 120; i++)
        {
            await shop.SaveBookAsync();
        }

        await shop.DeliverAsync();
        await shop.DeliverAsync();

        var stored = (await shop.StoredTriesAsync(endpoint.Id)).ShouldNotBeNull();
        var tries = WebhookDocuments.Tries.Read(stored).Tries;
        tries.Count.ShouldBe(100);
        tries[^1].Response!.Length.ShouldBe(status == HttpStatusCode.OK ? 128 : 1_024);

        // A try without a response has about 250 characters.
        stored.Body.Length.ShouldBeLessThan(most + (100 * 250));
    }
}
