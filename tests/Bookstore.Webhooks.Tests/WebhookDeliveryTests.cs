using System.Net;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>From the commit to the receiver.</summary>
public sealed class WebhookDeliveryTests
{
    [Fact]
    public async Task An_endpoint_gets_the_events_of_its_types_from_its_creation_on()
    {
        await using var shop = new WebhookShop();
        await shop.SaveBookAsync();
        await shop.CreateAsync("book.saved");
        await shop.CreateAsync("order.*");
        var isbn = await shop.SaveBookAsync();

        await shop.DeliverAsync();
        await shop.DeliverAsync();

        var happened = shop.Receiver.Received.ShouldHaveSingleItem();
        (happened.Type, happened.Resource, happened.Sequence).ShouldBe(("book.saved", $"books/{isbn}", 1));
    }

    [Fact]
    public async Task A_failed_event_is_tried_again_and_holds_up_its_resource_alone()
    {
        await using var shop = new WebhookShop();
        await shop.CreateAsync();
        var failing = $"books/{await shop.SaveBookAsync(0)}";
        await shop.SaveBookAsync(0);
        var other = $"books/{await shop.SaveBookAsync(1)}";
        shop.Receiver.Answer = happened => new HttpResponseMessage(happened.Resource == failing ? HttpStatusCode.InternalServerError : HttpStatusCode.OK);

        await shop.DeliverAsync();
        shop.Receiver.Received.Select(static happened => (happened.Resource, happened.Sequence)).ShouldBe([(failing, 1), (other, 1)], ignoreOrder: true);

        shop.Receiver.Clear();
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.OK);
        shop.Time.Advance(TimeSpan.FromSeconds(7));
        await shop.DeliverAsync();
        shop.Receiver.Received.Select(static happened => (happened.Resource, happened.Sequence)).ShouldBe([(failing, 1), (failing, 2)]);
    }

    [Fact]
    public async Task The_list_has_what_is_not_delivered_and_then_the_last_tries()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("busy") };
        await shop.SaveBookAsync(0);
        await shop.SaveBookAsync(0);

        await shop.DeliverAsync();

        var all = await shop.DeliveriesAsync(endpoint.Id);
        all.Select(static delivery => (delivery.State, delivery.Sequence, delivery.Attempts)).ShouldBe(
            [(WebhookDeliveryState.Retrying, 1, 1), (WebhookDeliveryState.Waiting, 2, 0), (WebhookDeliveryState.Failed, 1, 1)]);
        (all[0].DueAt - shop.Time.GetUtcNow()).ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        (all[2].Status, all[2].Response, all[2].Error).ShouldBe((503, "busy", "The receiver responded with 503. A success is 200 to 299."));

        var paged = new List<WebhookDelivery>();
        string? after = null;
        do
        {
            var page = (await shop.Webhooks.ListDeliveriesAsync(endpoint.Id, new PageRequest { Limit = 1, After = after }))!;
            paged.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        paged.ShouldBe(all);
    }

    [Fact]
    public async Task The_list_keeps_the_last_hundred_tries()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        for (var i = 0; i < 150; i++)
        {
            await shop.SaveBookAsync(i);
            if (i % 40 == 0)
            {
                await shop.DeliverAsync();
                shop.Time.Advance(TimeSpan.FromSeconds(10));
            }
        }

        await shop.DeliverAsync();

        var tries = await shop.DeliveriesAsync(endpoint.Id);
        tries.Count.ShouldBe(100);
        tries.ShouldAllBe(static made => made.State == WebhookDeliveryState.Delivered && made.Status == 204);
        tries.Select(static made => made.EventId).Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public async Task The_receiver_may_ask_to_wait_longer_than_the_schedule()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        shop.Receiver.Answer = static _ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
            response.Headers.TryAddWithoutValidation("Retry-After", "600");
            return response;
        };
        await shop.SaveBookAsync();

        await shop.DeliverAsync();

        ((await shop.DeliveriesAsync(endpoint.Id))[0].DueAt - shop.Time.GetUtcNow()).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(480));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_disabled_with_an_event_and_goes_on_where_it_stopped()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync("book.saved");
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.Gone);
        await shop.SaveBookAsync();

        await shop.DeliverAsync();

        var disabled = (await shop.Webhooks.FindAsync(endpoint.Id)).ShouldNotBeNull();
        (disabled.Enabled, disabled.DisableReason).ShouldBe((false, WebhookDisableReason.Gone));
        var happened = (await shop.EventsAsync("webhook.disabled")).ShouldHaveSingleItem();
        (happened.Resource, happened.Sequence).ShouldBe(($"webhooks/{endpoint.Id}", 1));
        System.Text.Encoding.UTF8.GetString(happened.Data.Span).ShouldBe($$"""{"webhook_id":"{{endpoint.Id}}","reason":"gone"}""");
        shop.Logs.Entries.ShouldContain(static entry => entry.Id == 9002);
        shop.Receiver.Clear();
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        shop.Receiver.Received.ShouldBeEmpty();

        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.OK);
        (await shop.Webhooks.EnableAsync(endpoint.Id)).Endpoint!.Enabled.ShouldBeTrue();
        await shop.DeliverAsync();
        shop.Receiver.Received.Select(static received => received.Id).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_receiver_that_fails_for_five_days_is_disabled()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await shop.SaveBookAsync();

        var tries = 0;
        for (; (await shop.Webhooks.FindAsync(endpoint.Id))!.Enabled; tries++)
        {
            await shop.DeliverAsync();
            shop.Time.Advance(TimeSpan.FromHours(30));
            tries.ShouldBeLessThan(20);
        }

        (await shop.Webhooks.FindAsync(endpoint.Id))!.DisableReason.ShouldBe(WebhookDisableReason.FailingForDays);
        tries.ShouldBe(5);
    }

    [Fact]
    public async Task The_eleventh_try_on_time_is_the_last()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();

        while ((await shop.DeliveriesAsync(endpoint.Id))[0] is { State: WebhookDeliveryState.Retrying, DueAt: { } dueAt } && (await shop.Webhooks.FindAsync(endpoint.Id))!.Enabled)
        {
            shop.Time.Advance(dueAt - shop.Time.GetUtcNow() + TimeSpan.FromMilliseconds(1));
            await shop.DeliverAsync();
            shop.Receiver.Received.Count.ShouldBeLessThan(20);
        }

        shop.Receiver.Received.Count.ShouldBe(11);
        (await shop.Webhooks.FindAsync(endpoint.Id))!.DisableReason.ShouldBe(WebhookDisableReason.TriesUsedUp);
    }

    [Fact]
    public async Task A_rotated_secret_and_the_one_before_are_both_signed_for_a_day()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        var rotated = await shop.Webhooks.RotateSecretAsync(endpoint.Id);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        shop.Receiver.Received.Count.ShouldBe(1);

        shop.Receiver.Secrets.Clear();
        shop.Receiver.Secrets.Add(rotated.Secret!);
        shop.Time.Advance(TimeSpan.FromHours(25));
        await shop.SaveBookAsync();
        await shop.DeliverAsync();

        shop.Receiver.Received.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_ping_is_sent_at_once_also_to_a_disabled_endpoint()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync("order.*");
        await shop.Webhooks.DisableAsync(endpoint.Id);

        var ping = (await shop.Webhooks.PingAsync(endpoint.Id)).ShouldNotBeNull();

        (ping.State, ping.Status, ping.Type, ping.Attempts).ShouldBe((WebhookDeliveryState.Delivered, 204, "webhook.ping", 0));
        shop.Receiver.Types.ShouldBe(["webhook.ping"]);
        (await shop.DeliveriesAsync(endpoint.Id)).ShouldHaveSingleItem().EventId.ShouldBe(ping.EventId);
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
        shop.Receiver.Received.ShouldHaveSingleItem().Id.ShouldBe((await shop.EventsAsync())[^1].Id.ToString());
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

    [Theory]
    [InlineData("http://shop.example/hooks")]
    [InlineData("https://shop.example:8443/hooks")]
    [InlineData("https://127.0.0.1/hooks")]
    public async Task An_address_that_the_options_do_not_allow_any_more_gets_nothing(string url)
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        await shop.RewriteAsync(endpoint.Id, body => body.Replace(endpoint.Url, url, StringComparison.Ordinal));
        await shop.SaveBookAsync();

        await shop.DeliverAsync();
        await shop.Webhooks.PingAsync(endpoint.Id);

        shop.Receiver.Received.ShouldBeEmpty();
        (await shop.DeliveriesAsync(endpoint.Id)).ShouldAllBe(static delivery => delivery.Error!.StartsWith("The options do not allow", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_endpoint_that_cannot_be_read_keeps_no_other_from_its_events()
    {
        await using var shop = new WebhookShop();
        var damaged = await shop.CreateAsync();
        await shop.CreateAsync();
        await shop.SaveBookAsync();
        await shop.RewriteAsync(damaged.Id, static _ => "{");

        await shop.DeliverAsync();

        shop.Receiver.Received.ShouldHaveSingleItem();
        shop.Logs.Entries.ShouldContain((9_004, LogLevel.Error));
    }

    [Fact]
    public async Task A_disabled_endpoint_is_no_consumer_that_is_behind()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        await shop.SaveBookAsync();
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.Gone);
        await shop.DeliverAsync();
        (await shop.Webhooks.FindAsync(endpoint.Id))!.Enabled.ShouldBeFalse();
        shop.Time.Advance(TimeSpan.FromDays(1));

        (await shop.Consumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldBeNull();
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

        (await shop.Webhooks.RedeliverAsync(endpoint.Id, delivered))!.State.ShouldBe(WebhookDeliveryState.Delivered);
        (await shop.Webhooks.RedeliverAsync(endpoint.Id, failed))!.State.ShouldBe(WebhookDeliveryState.Retrying);
        (await shop.Webhooks.RedeliverAsync(endpoint.Id, Guid.CreateVersion7())).ShouldBeNull();
        await shop.DeliverAsync();

        shop.Receiver.Received.Select(static happened => Guid.Parse(happened.Id)).ShouldBe([delivered, failed]);
    }
}
