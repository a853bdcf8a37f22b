using System.Net;
using Bookstore.Support;
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
    public async Task A_metrics_listener_that_throws_changes_nothing_of_a_delivery()
    {
        const string Name = "webhooks-measured-by-a-listener-that-throws";
        using var listener = new FaultyListener(Name);
        await using var shop = new WebhookShop(shop: static options => options.ShopName = Name);
        var endpoint = await shop.CreateAsync("book.saved");
        await shop.SaveBookAsync();

        await shop.DeliverAsync();
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.DeliverAsync();

        shop.Receiver.Received.ShouldHaveSingleItem();
        (await shop.DeliveriesAsync(endpoint.Id)).ShouldHaveSingleItem().State.ShouldBe(WebhookDeliveryState.Delivered);
        listener.Measured.ShouldContain("bookstore.webhooks.deliveries");
        listener.Measured.ShouldContain("bookstore.webhooks.duration");
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
}
