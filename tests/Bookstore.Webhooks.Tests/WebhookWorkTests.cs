using System.Net;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>What webhook endpoints need a person for is in the shop's list of work, and can be retried there.</summary>
public sealed class WebhookWorkTests
{
    [Fact]
    public async Task An_endpoint_that_was_disabled_because_of_failures_is_listed_and_enabled_by_a_retry()
    {
        await using var shop = new WebhookShop();
        var byHand = await shop.CreateAsync("book.saved");
        await shop.Webhooks.DisableAsync(byHand.Id);
        var gone = await shop.CreateAsync("book.saved");
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.Gone);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();

        var work = await ListAsync(shop);

        var item = work.ShouldHaveSingleItem("one that was disabled by hand needs no one, and what waits for the endpoint is not due");
        (item.Id, item.Kind, item.State, item.WebhookId, item.EventId, item.LastError).ShouldBe((gone.Id, WorkItemKind.Webhook, WorkItemState.Attention, gone.Id, null, "gone"));
        item.ParkedSince.ShouldBe((await shop.Webhooks.FindAsync(gone.Id))!.DisabledAt);
        (await shop.Maintenance.RetryWorkAsync(gone.Id, expectedVersion: ExpectedVersion.Of("0"))).Outcome.ShouldBe(RetryWorkOutcome.PreconditionFailed);
        (await shop.Maintenance.RetryWorkAsync(gone.Id)).ShouldBe(new RetryWorkResult { Outcome = RetryWorkOutcome.Retried, Kind = WorkItemKind.Webhook });
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.OK);
        await shop.DeliverAsync();
        (await ListAsync(shop)).ShouldBeEmpty();
        (await shop.Webhooks.FindAsync(gone.Id))!.Enabled.ShouldBeTrue();
    }

    [Fact]
    public async Task An_event_that_failed_is_listed_while_it_is_due_and_sent_by_a_retry_unless_its_endpoint_is_disabled()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync("book.saved");
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.BadGateway);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        (await ListAsync(shop)).ShouldBeEmpty("it is tried again by itself");
        shop.Time.Advance(TimeSpan.FromHours(1));

        var item = (await ListAsync(shop)).ShouldHaveSingleItem();

        (item.Kind, item.State, item.WebhookId, item.Attempts, item.ParkedSince).ShouldBe((WorkItemKind.Webhook, WorkItemState.Due, endpoint.Id, 1, null));
        (item.EventId, item.LastError).ShouldBe(((await shop.DeliveriesAsync(endpoint.Id))[0].EventId, (await shop.DeliveriesAsync(endpoint.Id))[0].Error));
        await shop.Webhooks.DisableAsync(endpoint.Id);
        (await ListAsync(shop)).ShouldBeEmpty("it waits for its endpoint");
        (await shop.Maintenance.RetryWorkAsync(item.Id)).Outcome.ShouldBe(RetryWorkOutcome.EndpointDisabled);
        await shop.Webhooks.EnableAsync(endpoint.Id);
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.OK);
        (await shop.Maintenance.RetryWorkAsync(item.Id)).Outcome.ShouldBe(RetryWorkOutcome.Retried);
        await shop.DeliverAsync();
        (await ListAsync(shop)).ShouldBeEmpty();
    }

    private static async Task<IReadOnlyList<WorkItem>> ListAsync(WebhookShop shop) => (await shop.Maintenance.ListWorkAsync(new WorkQuery { Limit = 1_000 })).Items;
}
