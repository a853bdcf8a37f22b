using System.Net;
using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>The feed says who changed an endpoint, and neither its address nor its secret.</summary>
public sealed class WebhookEventsTests
{
    private static readonly Actor Owner = new("back-office", "user-17");

    [Fact]
    public async Task Each_change_of_an_endpoint_has_an_event_with_its_actor()
    {
        await using var shop = new WebhookShop();
        using var acting = Actor.Use(Owner);
        var id = (await shop.CreateAsync("book.saved")).Id;
        var settings = new WebhookSettings { Url = "https://shop.example/hooks/token-4711", Types = ["book.*"] };
        await shop.Webhooks.UpdateAsync(id, settings);
        await shop.Webhooks.UpdateAsync(id, settings with { Types = ["order.*"] });
        await shop.Webhooks.RotateSecretAsync(id);
        await shop.Webhooks.DisableAsync(id);
        await shop.Webhooks.EnableAsync(id);
        await shop.Webhooks.ReplayAsync(id, new WebhookReplay { After = 2 });
        await shop.Webhooks.RemoveAsync(id);

        var events = await shop.EventsAsync("webhook.*");

        events.Select(static happened => happened.Type).ShouldBe(
        [
            "webhook.created", "webhook.updated", "webhook.updated", "webhook.secret_rotated", "webhook.disabled", "webhook.enabled", "webhook.replayed", "webhook.removed",
        ]);
        events.Select(static happened => happened.Sequence).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        events.ShouldAllBe(happened => happened.Resource == $"webhooks/{id}");
        events.Select(TextOf).ShouldBe(new[] { string.Empty, """ "changed":["url","types"],""", """ "changed":["types"],""", string.Empty, """ "reason":"requested",""", string.Empty, """ "after":2,""", string.Empty }
            .Select(data => $$$"""{"webhook_id":"{{{id}}}",{{{data.TrimStart()}}}"actor":{"client":"back-office","sub":"user-17"}}"""));
    }

    [Fact]
    public async Task What_changes_nothing_has_no_event()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync("book.saved");
        await shop.Webhooks.UpdateAsync(endpoint.Id, new WebhookSettings { Url = endpoint.Url, Types = endpoint.Types });
        await shop.Webhooks.EnableAsync(endpoint.Id);
        await shop.Webhooks.PingAsync(endpoint.Id);
        await shop.Webhooks.RotateSecretAsync(endpoint.Id, ExpectedVersion.Of("99"));
        await shop.Webhooks.RemoveAsync(Guid.CreateVersion7());

        (await shop.EventsAsync("webhook.*")).ShouldHaveSingleItem().Type.ShouldBe("webhook.created");
    }

    [Fact]
    public async Task A_discarded_event_names_who_discarded_it_and_is_counted_with_the_changes()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync("book.saved");
        shop.Receiver.Answer = static _ => new HttpResponseMessage(HttpStatusCode.InternalServerError);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        var parked = (await shop.EventsAsync("book.saved")).ShouldHaveSingleItem();
        using (Actor.Use(Owner))
        {
            (await shop.Webhooks.DiscardAsync(endpoint.Id, parked.Id)).Outcome.ShouldBe(WebhookOutcome.Done);
        }

        var discarded = (await shop.EventsAsync("webhook.delivery_discarded")).ShouldHaveSingleItem();
        discarded.Sequence.ShouldBe(2);
        TextOf(discarded).ShouldBe($$$"""{"webhook_id":"{{{endpoint.Id}}}","event_id":"{{{parked.Id}}}","actor":{"client":"back-office","sub":"user-17"}}""");
        var found = (await shop.Webhooks.FindAsync(endpoint.Id))!;
        (found.Enabled, found.Version).ShouldBe((true, endpoint.Version));
    }

    [Fact]
    public async Task An_endpoint_gets_the_events_of_other_endpoints_and_not_those_about_itself()
    {
        await using var shop = new WebhookShop();
        var first = await shop.CreateAsync("webhook.*");
        var second = await shop.CreateAtAsync("https://other.example/hooks");
        await shop.Webhooks.DisableAsync(first.Id);
        await shop.Webhooks.EnableAsync(first.Id);

        await shop.DeliverAsync();

        shop.Receiver.Received.Select(static received => (received.Type, received.Resource)).ShouldBe(
            [("webhook.created", $"webhooks/{second.Id}"), ("webhook.disabled", $"webhooks/{first.Id}"), ("webhook.enabled", $"webhooks/{first.Id}")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_shop_without_events_changes_endpoints_all_the_same()
    {
        await using var shop = new WebhookShop(shop: static options => options.Events.Enabled = false);
        var endpoint = await shop.CreateAsync("book.saved");

        (await shop.Webhooks.DisableAsync(endpoint.Id)).Endpoint!.Enabled.ShouldBeFalse();

        (await shop.EventsAsync()).ShouldBeEmpty();
    }

    private static string TextOf(BookstoreEvent happened) => Encoding.UTF8.GetString(happened.Data.Span);
}
