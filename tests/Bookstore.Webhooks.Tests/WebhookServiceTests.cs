using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>Endpoints: created, listed, changed, removed.</summary>
public sealed class WebhookServiceTests
{
    private static readonly WebhookSettings Settings = new() { Url = "https://shop.example/hooks", Types = ["order.*", "book.saved"] };

    [Fact]
    public async Task An_endpoint_is_created_enabled_and_its_secret_is_returned_once()
    {
        await using var shop = new WebhookShop();

        var created = await shop.Webhooks.CreateAsync(Settings);

        created.Outcome.ShouldBe(WebhookOutcome.Done);
        created.Secret.ShouldNotBeNull().ShouldStartWith("whsec_");
        Convert.FromBase64String(created.Secret![6..]).Length.ShouldBe(32);
        var endpoint = created.Endpoint.ShouldNotBeNull();
        (endpoint.Url, endpoint.Enabled, endpoint.DisableReason).ShouldBe((Settings.Url, true, null));
        endpoint.Types.ShouldBe(Settings.Types);
        (await shop.Webhooks.FindAsync(endpoint.Id)).ShouldNotBeNull().Version.ShouldBe(endpoint.Version);
    }

    [Fact]
    public async Task The_secret_is_nowhere_but_in_the_result()
    {
        await using var shop = new WebhookShop();

        var created = await shop.Webhooks.CreateAsync(Settings);
        shop.Receiver.Secrets.Add(created.Secret!);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        await shop.Webhooks.PingAsync(created.Endpoint!.Id);

        var secret = created.Secret![6..];
        created.ToString().ShouldNotContain(secret);
        shop.Logs.Texts.ShouldAllBe(text => !text.Contains(secret, StringComparison.Ordinal));
        foreach (var kind in new[] { WebhookDocuments.Endpoints.Name, WebhookDocuments.Tries.Name })
        {
            var documents = await shop.Store.ListDocumentsAsync(kind, null, null, 10, CancellationToken.None);
            documents.Count.ShouldBe(1);
            documents[0].Body.ShouldNotContain(secret);
        }
    }

    [Fact]
    public async Task Addresses_and_types_that_are_not_allowed_are_refused_with_a_reason()
    {
        await using var shop = new WebhookShop();

        (await shop.Webhooks.CreateAsync(Settings with { Url = "https://localhost/" })).Outcome.ShouldBe(WebhookOutcome.InvalidUrl);
        var types = await shop.Webhooks.CreateAsync(Settings with { Types = ["order.*", "orders.created"] });
        types.Outcome.ShouldBe(WebhookOutcome.InvalidTypes);
        types.Problem.ShouldNotBeNull().ShouldContain("order.created");
        (await shop.Webhooks.CreateAsync(Settings with { Types = [.. Enumerable.Repeat("order.*", 51)] })).Outcome.ShouldBe(WebhookOutcome.InvalidTypes);
        (await shop.Webhooks.ListAsync(new PageRequest())).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_number_of_endpoints_is_limited()
    {
        await using var shop = new WebhookShop(options => options.MaxEndpoints = 2);
        var first = (await shop.Webhooks.CreateAsync(Settings)).Endpoint!;
        await shop.Webhooks.CreateAsync(Settings);

        (await shop.Webhooks.CreateAsync(Settings)).Outcome.ShouldBe(WebhookOutcome.TooMany);
        await shop.Webhooks.RemoveAsync(first.Id);
        (await shop.Webhooks.CreateAsync(Settings)).Outcome.ShouldBe(WebhookOutcome.Done);
    }

    [Fact]
    public async Task The_number_of_endpoints_holds_when_many_are_created_at_a_time()
    {
        await using var shop = new WebhookShop(options => options.MaxEndpoints = 3);
        await using var other = new WebhookShop(options => options.MaxEndpoints = 3, sharing: shop);

        var created = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? shop : other).Webhooks.CreateAsync(Settings))));

        created.Count(static result => result.Outcome == WebhookOutcome.Done).ShouldBe(3);
        created.Count(static result => result.Outcome == WebhookOutcome.TooMany).ShouldBe(17);
        (await shop.Webhooks.ListAsync(new PageRequest())).Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_removed_endpoint_stays_hidden_until_every_host_has_looked()
    {
        await using var shop = new WebhookShop(shop: static options => options.PollInterval = TimeSpan.FromMinutes(30));
        var endpoint = await shop.CreateAsync();
        await shop.Webhooks.RemoveAsync(endpoint.Id);

        shop.Time.Advance(TimeSpan.FromMinutes(85));
        await shop.DeliverAsync();
        (await IsStoredAsync()).ShouldBeTrue();
        shop.Time.Advance(TimeSpan.FromMinutes(10));
        await shop.DeliverAsync();
        (await IsStoredAsync()).ShouldBeFalse();

        async Task<bool> IsStoredAsync() => await shop.Store.FindDocumentAsync(WebhookDocuments.Endpoints.IdOf(endpoint.Id), CancellationToken.None) is not null;
    }

    [Fact]
    public async Task Endpoints_are_listed_newest_first_page_by_page()
    {
        await using var shop = new WebhookShop();
        var ids = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await shop.Webhooks.CreateAsync(Settings)).Endpoint!.Id);
        }

        var first = await shop.Webhooks.ListAsync(new PageRequest { Limit = 3 });
        var second = await shop.Webhooks.ListAsync(new PageRequest { Limit = 3, After = first.Next });

        first.Items.Concat(second.Items).Select(static endpoint => endpoint.Id).ShouldBe(ids);
        second.Next.ShouldBeNull();
        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Webhooks.ListAsync(new PageRequest { After = "nonsense" }));
    }

    [Fact]
    public async Task A_change_counts_the_version_and_looks_at_the_expected_one()
    {
        await using var shop = new WebhookShop();
        var created = (await shop.Webhooks.CreateAsync(Settings)).Endpoint!;
        var other = Settings with { Url = "https://other.example/" };

        (await shop.Webhooks.UpdateAsync(created.Id, other, ExpectedVersion.Of("9"))).Outcome.ShouldBe(WebhookOutcome.PreconditionFailed);
        var updated = await shop.Webhooks.UpdateAsync(created.Id, other, ExpectedVersion.Of(created.Version));
        var same = await shop.Webhooks.UpdateAsync(created.Id, other);

        updated.Endpoint!.Url.ShouldBe("https://other.example/");
        updated.Endpoint.Version.ShouldNotBe(created.Version);
        same.Endpoint!.Version.ShouldBe(updated.Endpoint.Version);
        (await shop.Webhooks.UpdateAsync(created.Id, Settings with { Url = "nonsense" })).Outcome.ShouldBe(WebhookOutcome.InvalidUrl);
        (await shop.Webhooks.UpdateAsync(Guid.NewGuid(), Settings)).Outcome.ShouldBe(WebhookOutcome.NotFound);
    }

    [Fact]
    public async Task A_removed_endpoint_gets_nothing_and_leaves_no_document()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        shop.Receiver.Answer = static _ => new HttpResponseMessage(System.Net.HttpStatusCode.InternalServerError);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();

        (await shop.Webhooks.RemoveAsync(endpoint.Id)).Endpoint!.Url.ShouldBe(endpoint.Url);
        (await shop.Webhooks.FindAsync(endpoint.Id)).ShouldBeNull();
        (await shop.Webhooks.RemoveAsync(endpoint.Id)).Outcome.ShouldBe(WebhookOutcome.NotFound);
        shop.Receiver.Clear();
        await shop.SaveBookAsync();
        shop.Time.Advance(TimeSpan.FromMinutes(2));
        await shop.DeliverAsync();

        shop.Receiver.Received.ShouldBeEmpty();
        foreach (var kind in new[] { WebhookDocuments.Endpoints.Name, WebhookDocuments.Tries.Name, ConsumerDocuments.Consumers.Name, ConsumerDocuments.ParkedEvents.Name })
        {
            (await shop.Store.ListDocumentsAsync(kind, null, null, 10, CancellationToken.None)).ShouldBeEmpty(kind);
        }
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var shop = new WebhookShop();
        var id = Guid.CreateVersion7();

        (await shop.Webhooks.FindAsync(id)).ShouldBeNull();
        (await shop.Webhooks.PingAsync(id)).Outcome.ShouldBe(WebhookOutcome.NotFound);
        (await shop.Webhooks.ListDeliveriesAsync(id, new PageRequest())).ShouldBeNull();
        (await shop.Webhooks.RedeliverAsync(id, id)).Outcome.ShouldBe(WebhookOutcome.NotFound);
        (await shop.Webhooks.EnableAsync(id)).Outcome.ShouldBe(WebhookOutcome.NotFound);
        (await shop.Webhooks.DisableAsync(id)).Outcome.ShouldBe(WebhookOutcome.NotFound);
        (await shop.Webhooks.RotateSecretAsync(id)).Outcome.ShouldBe(WebhookOutcome.NotFound);
        (await shop.Webhooks.ReplayAsync(id, new WebhookReplay { After = 0 })).Outcome.ShouldBe(WebhookOutcome.NotFound);
    }
}
