using System.Net;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>What a person has sent: pings, single events, and all of them since a place of the feed.</summary>
public sealed class SentByHandTests
{
    [Fact]
    public async Task A_ping_is_sent_at_once_also_to_a_disabled_endpoint()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync("order.*");
        await shop.Webhooks.DisableAsync(endpoint.Id);

        var ping = (await shop.Webhooks.PingAsync(endpoint.Id)).Delivery.ShouldNotBeNull();

        (ping.State, ping.Status, ping.Type, ping.Attempts).ShouldBe((WebhookDeliveryState.Delivered, 204, "webhook.ping", 0));
        shop.Receiver.Types.ShouldBe(["webhook.ping"]);
        (await shop.DeliveriesAsync(endpoint.Id)).ShouldHaveSingleItem().EventId.ShouldBe(ping.EventId);
    }

    [Fact]
    public async Task An_event_that_is_discarded_is_not_sent_again_and_those_behind_it_are()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.InternalServerError);
        await shop.SaveBookAsync(7);
        await shop.SaveBookAsync(7);
        await shop.DeliverAsync();
        var poison = (await shop.DeliveriesAsync(endpoint.Id))[0];
        shop.Receiver.Clear();
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.OK);

        (await shop.Webhooks.DiscardAsync(endpoint.Id, poison.EventId, ExpectedVersion.Of("other"))).Outcome.ShouldBe(WebhookOutcome.PreconditionFailed);
        (await shop.Webhooks.DiscardAsync(endpoint.Id, poison.EventId)).Endpoint!.Id.ShouldBe(endpoint.Id);
        await shop.DeliverAsync();

        shop.Receiver.Received.ShouldHaveSingleItem().Id.ShouldNotBe(poison.EventId.ToString());
        (await shop.DeliveriesAsync(endpoint.Id)).ShouldNotContain(static delivery => delivery.State != WebhookDeliveryState.Delivered && delivery.State != WebhookDeliveryState.Failed);
        shop.Logs.Entries.ShouldContain(static entry => entry.Id == 9005);
        (await shop.Webhooks.DiscardAsync(endpoint.Id, poison.EventId)).Outcome.ShouldBe(WebhookOutcome.NoDelivery);
        (await shop.Webhooks.DiscardAsync(Guid.NewGuid(), poison.EventId)).Outcome.ShouldBe(WebhookOutcome.NotFound);
    }

    [Fact]
    public async Task A_replay_sends_the_same_events_again()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        await shop.SaveBookAsync();
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        var first = shop.Receiver.Received.Select(static happened => happened.Id).ToList();
        shop.Receiver.Clear();

        (await shop.Webhooks.ReplayAsync(endpoint.Id, new WebhookReplay { After = 0 })).Outcome.ShouldBe(WebhookOutcome.Done);
        await shop.DeliverAsync();
        shop.Receiver.Received.Select(static happened => happened.Id).ShouldBe(first, ignoreOrder: true);
        shop.Receiver.Clear();

        await shop.Webhooks.ReplayAsync(endpoint.Id, new WebhookReplay { Since = shop.Time.GetUtcNow().AddMinutes(-30) });
        await shop.DeliverAsync();
        shop.Receiver.Received.ShouldHaveSingleItem().Id.ShouldBe((await shop.EventsAsync("book.saved"))[^1].Id.ToString());
    }

    [Fact]
    public async Task A_replay_since_a_time_passes_over_no_event_beside_those_of_a_host_whose_clock_is_behind()
    {
        await using var shop = new WebhookShop();
        await using var behind = new WebhookShop(sharing: shop, clock: new WrongTime(shop.Time, TimeSpan.FromDays(-2)));
        var endpoint = await shop.CreateAsync("order.*");
        var since = shop.Time.GetUtcNow();
        await shop.SaveBookAsync(1);
        for (var i = 2; i < 500; i++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(10));
            await (i is > 100 and < 400 && i % 2 == 0 ? behind : shop).SaveBookAsync(i);
        }

        (await new ReplayStart(shop.Store).FindAsync(new WebhookReplay { Since = since }, default)).ShouldBe(0);
        var later = await new ReplayStart(shop.Store).FindAsync(new WebhookReplay { Since = since.AddSeconds(2_000 + 60) }, default);
        later.ShouldBeInRange(190, 201);
        (await shop.Webhooks.ReplayAsync(endpoint.Id, new WebhookReplay { Since = since })).Outcome.ShouldBe(WebhookOutcome.Done);
    }

    [Fact]
    public async Task A_replay_needs_one_place_of_this_feed()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        await shop.SaveBookAsync();

        await Should.ThrowAsync<ArgumentException>(() => shop.Webhooks.ReplayAsync(endpoint.Id, new WebhookReplay()));
        await Should.ThrowAsync<ArgumentException>(() => shop.Webhooks.ReplayAsync(endpoint.Id, new WebhookReplay { After = 0, Since = DateTimeOffset.UnixEpoch }));
        await Should.ThrowAsync<InvalidCursorException>(() => shop.Webhooks.ReplayAsync(endpoint.Id, new WebhookReplay { After = 99 }));
        await Should.ThrowAsync<InvalidCursorException>(() => shop.Webhooks.ReplayAsync(endpoint.Id, new WebhookReplay { After = -1 }));
    }

    [Fact]
    public async Task A_replay_since_the_beginning_of_time_begins_with_the_oldest_event()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        shop.Receiver.Clear();

        (await shop.Webhooks.ReplayAsync(endpoint.Id, new WebhookReplay { Since = DateTimeOffset.MinValue })).Outcome.ShouldBe(WebhookOutcome.Done);
        await shop.DeliverAsync();

        shop.Receiver.Received.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_delivery_can_be_sent_again_whether_it_failed_or_not()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        var delivered = Guid.Parse(shop.Receiver.Received[0].Id);
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.InternalServerError);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        var failed = (await shop.DeliveriesAsync(endpoint.Id))[0].EventId;
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.OK);
        shop.Receiver.Clear();

        (await shop.Webhooks.RedeliverAsync(endpoint.Id, delivered)).Delivery!.State.ShouldBe(WebhookDeliveryState.Delivered);
        (await shop.Webhooks.RedeliverAsync(endpoint.Id, failed)).Delivery!.State.ShouldBe(WebhookDeliveryState.Retrying);
        (await shop.Webhooks.RedeliverAsync(endpoint.Id, Guid.CreateVersion7())).Outcome.ShouldBe(WebhookOutcome.NoDelivery);
        await shop.DeliverAsync();

        shop.Receiver.Received.Select(static happened => Guid.Parse(happened.Id)).ShouldBe([delivered, failed]);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Nothing_is_sent_again_to_a_disabled_endpoint_and_that_is_said(HttpStatusCode status)
    {
        await using var shop = new WebhookShop();
        shop.Receiver.Answer = _ => new HttpResponseMessage(status);
        var endpoint = await shop.CreateAsync();
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        var before = await shop.DeliveriesAsync(endpoint.Id);
        await shop.Webhooks.DisableAsync(endpoint.Id);

        (await shop.Webhooks.RedeliverAsync(endpoint.Id, before[0].EventId)).Outcome.ShouldBe(WebhookOutcome.Disabled);

        shop.Receiver.Received.Count.ShouldBe(1);
        (await shop.DeliveriesAsync(endpoint.Id)).ShouldBe(before);
    }

    [Fact]
    public async Task What_is_sent_by_hand_looks_at_the_expected_version()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.InternalServerError);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        var failed = (await shop.DeliveriesAsync(endpoint.Id))[0];
        var other = ExpectedVersion.Of("99");

        (await shop.Webhooks.PingAsync(endpoint.Id, other)).Outcome.ShouldBe(WebhookOutcome.PreconditionFailed);
        (await shop.Webhooks.ReplayAsync(endpoint.Id, new WebhookReplay { After = 0 }, other)).Outcome.ShouldBe(WebhookOutcome.PreconditionFailed);
        (await shop.Webhooks.RedeliverAsync(endpoint.Id, failed.EventId, other)).Outcome.ShouldBe(WebhookOutcome.PreconditionFailed);
        await shop.DeliverAsync();
        shop.Receiver.Received.Count.ShouldBe(1);

        (await shop.Webhooks.RedeliverAsync(endpoint.Id, failed.EventId, ExpectedVersion.Of(endpoint.Version))).Outcome.ShouldBe(WebhookOutcome.Done);
        (await shop.Webhooks.ReplayAsync(endpoint.Id, new WebhookReplay { After = 0 }, ExpectedVersion.Of(endpoint.Version))).Outcome.ShouldBe(WebhookOutcome.Done);
    }

    [Fact]
    public async Task An_endpoint_whose_secret_cannot_be_read_gets_nothing_and_the_try_says_so()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        await shop.RewriteAsync(endpoint.Id, static body => System.Text.RegularExpressions.Regex.Replace(body, "\"secret\":\"[^\"]{8}", "\"secret\":\"AAAAAAAA"));

        var ping = (await shop.Webhooks.PingAsync(endpoint.Id)).Delivery.ShouldNotBeNull();

        (ping.State, ping.Status).ShouldBe((WebhookDeliveryState.Failed, null));
        ping.Error.ShouldNotBeNull().ShouldContain("PreviousSecretKeys");
        shop.Receiver.Received.ShouldBeEmpty();
    }
}
