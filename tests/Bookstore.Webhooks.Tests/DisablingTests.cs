using System.Net;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>When an endpoint whose deliveries fail is disabled, and when it is not.</summary>
public sealed class DisablingTests
{
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
        (happened.Resource, happened.Sequence).ShouldBe(($"webhooks/{endpoint.Id}", 2));
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
    public async Task An_enabled_endpoint_that_no_host_runs_is_found_and_one_that_is_disabled_is_not()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        await shop.SaveBookAsync();
        shop.Time.Advance(TimeSpan.FromHours(1));
        (await shop.Consumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldNotBeNull().State.ShouldBe(EventConsumerState.Idle);

        await shop.Webhooks.DisableAsync(endpoint.Id);
        (await shop.Consumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldBeNull();
        await shop.Webhooks.EnableAsync(endpoint.Id);
        (await shop.Consumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldNotBeNull();

        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.Gone);
        await shop.DeliverAsync();
        (await shop.Webhooks.FindAsync(endpoint.Id))!.Enabled.ShouldBeFalse();
        shop.Time.Advance(TimeSpan.FromHours(1));
        (await shop.Consumers.FindBehindAsync(TimeSpan.FromMinutes(5))).ShouldBeNull("it stands still by intent");
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
    public async Task Two_failures_with_days_without_a_try_between_them_disable_nothing()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();

        // Every host of the shop was off.
        shop.Time.Advance(TimeSpan.FromDays(6));
        await shop.DeliverAsync();

        shop.Receiver.Received.Count.ShouldBe(2);
        (await shop.Webhooks.FindAsync(endpoint.Id))!.Enabled.ShouldBeTrue();
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
    public async Task A_ping_of_a_host_that_knows_old_failures_does_not_bring_them_back()
    {
        await using var first = new WebhookShop();
        await using var second = new WebhookShop(sharing: first);
        var endpoint = await first.CreateAsync();
        await FailDailyAsync(first, days: 5);
        first.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.OK);
        await DeliverAndStoreAsync(second);

        first.Time.Advance(TimeSpan.FromDays(1));
        await first.Webhooks.PingAsync(endpoint.Id);
        first.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await first.SaveBookAsync();
        await second.DeliverAsync();

        (await first.Webhooks.FindAsync(endpoint.Id))!.Enabled.ShouldBeTrue();
    }

    [Fact]
    public async Task A_ping_of_a_host_that_has_delivered_nothing_does_not_hide_failures()
    {
        await using var first = new WebhookShop();
        await using var second = new WebhookShop(sharing: first);
        var endpoint = await first.CreateAsync();
        await FailDailyAsync(first, days: 5);

        await second.Webhooks.PingAsync(endpoint.Id);
        await first.SaveBookAsync();
        first.Time.Advance(TimeSpan.FromMinutes(2));
        await first.DeliverAsync();

        (await first.Webhooks.FindAsync(endpoint.Id))!.DisableReason.ShouldBe(WebhookDisableReason.FailingForDays);
    }

    // One event of another resource each day, so that none uses its tries up.
    private static async Task FailDailyAsync(WebhookShop shop, int days)
    {
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await shop.SaveBookAsync();
        for (var day = 0; day < days; day++)
        {
            await DeliverAndStoreAsync(shop);
            shop.Time.Advance(TimeSpan.FromDays(1));
        }
    }

    // What was tried is stored when the endpoints are listed the next time.
    private static async Task DeliverAndStoreAsync(WebhookShop shop)
    {
        await shop.DeliverAsync();
        shop.Time.Advance(TimeSpan.FromSeconds(70));
        await shop.DeliverAsync();
    }
}
