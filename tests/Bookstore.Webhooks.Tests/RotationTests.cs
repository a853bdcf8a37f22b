using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>The secrets that requests are signed with while they are replaced.</summary>
public sealed class RotationTests
{
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
    public async Task Rotations_whose_answers_were_lost_leave_the_secret_that_the_receiver_has_for_its_day()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        await shop.Webhooks.RotateSecretAsync(endpoint.Id);
        shop.Time.Advance(TimeSpan.FromHours(23));
        await shop.Webhooks.RotateSecretAsync(endpoint.Id);
        await shop.SaveBookAsync();
        await shop.DeliverAsync();
        shop.Receiver.Received.Count.ShouldBe(1);

        shop.Time.Advance(TimeSpan.FromHours(2));
        await shop.SaveBookAsync();
        await shop.DeliverAsync();

        shop.Receiver.Received.Count.ShouldBe(1, "its day is over");
    }

    [Fact]
    public async Task Five_secrets_before_are_kept_and_none_beyond_its_day()
    {
        await using var shop = new WebhookShop();
        var endpoint = await shop.CreateAsync();
        for (var i = 0; i < 8; i++)
        {
            await shop.Webhooks.RotateSecretAsync(endpoint.Id);
        }

        (await StoredAsync()).PreviousSecrets.Count.ShouldBe(5);
        shop.Time.Advance(TimeSpan.FromHours(25));
        await shop.Webhooks.DisableAsync(endpoint.Id);
        (await StoredAsync()).PreviousSecrets.ShouldBeEmpty();

        async Task<EndpointBody> StoredAsync() => WebhookDocuments.Endpoints.Read((await shop.Store.FindDocumentAsync(WebhookDocuments.Endpoints.IdOf(endpoint.Id), CancellationToken.None))!);
    }
}
