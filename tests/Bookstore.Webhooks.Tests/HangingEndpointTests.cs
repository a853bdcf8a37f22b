using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>Receivers that do not answer take no place from those that do, and what waits for a place is no try.</summary>
public sealed class HangingEndpointTests
{
    [Fact]
    public async Task Many_endpoints_that_hang_keep_no_healthy_one_waiting()
    {
        const int Hanging = 7;
        const int Events = 12;
        await using var shop = new WebhookShop(
            static options => (options.EndpointConcurrency, options.MaxConcurrency, options.MaxEndpoints, options.Timeout) = (4, 16, 8, TimeSpan.FromSeconds(60)),
            clock: TimeProvider.System);
        for (var i = 0; i < Hanging; i++)
        {
            await shop.CreateAtAsync($"https://hangs.example/{i}");
        }

        await shop.CreateAtAsync("https://works.example/");
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        shop.Receiver.Hangs = (url, _) => url.Host == "hangs.example";
        shop.Receiver.Answer = _ =>
        {
            if (++count == Events)
            {
                delivered.SetResult();
            }

            return new HttpResponseMessage(System.Net.HttpStatusCode.OK);
        };
        await shop.SaveBookAsync(0);
        await shop.StartAsync();

        // Those that hang begin first, and as much as they may.
        await shop.Receiver.WaitForAsync(Hanging);
        for (var i = 1; i < Events; i++)
        {
            await shop.SaveBookAsync(i);
        }

        await delivered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await shop.StopAsync();
    }

    [Fact]
    public async Task What_waits_for_a_place_has_not_been_tried()
    {
        await using var shop = new WebhookShop(static options => (options.EndpointConcurrency, options.MaxConcurrency) = (1, 1));
        var endpoint = await shop.CreateAsync();
        await shop.SaveBookAsync();
        var happened = (await shop.EventsAsync())[0];
        var consumer = (await shop.ListConsumersAsync()).ShouldHaveSingleItem();
        (await shop.Places.TryEnterAsync(endpoint.Id, TimeSpan.Zero, default)).ShouldBeTrue();

        var waiting = consumer.Handle(happened, 1, default);
        shop.Time.Advance(TimeSpan.FromSeconds(15));

        (await waiting).ShouldBe(ConsumeOutcome.Waited);
        shop.Receiver.Received.ShouldBeEmpty();
        shop.Places.Leave(endpoint.Id, null);
        (await consumer.Handle(happened, 1, default)).ShouldBe(ConsumeOutcome.Done);
        (await shop.DeliveriesAsync(endpoint.Id)).ShouldHaveSingleItem().Attempts.ShouldBe(1);
        shop.Places.Taken.ShouldBe(0);
    }
}
