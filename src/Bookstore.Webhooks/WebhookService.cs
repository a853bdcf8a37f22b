using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>The endpoints of a shop.</summary>
internal sealed class WebhookService(EndpointList endpoints, SecretCipher cipher, WebhookDelivering services, WebhookDeliveries deliveries, ReplayStart replay, TimeOrderedIds ids, IBookstoreStore store, ConsumerEngine engine)
    : IWebhookService
{
    public async Task<WebhookResult> CreateAsync(WebhookSettings settings, CancellationToken cancellationToken = default)
    {
        if (ProblemOf(settings) is { } problem)
        {
            return problem;
        }

        var now = await services.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var (id, secret) = (ids.Next(now), SecretCipher.NewSecret());
        var body = new EndpointBody { Url = settings.Url, Types = [.. settings.Types], Secret = cipher.Encrypt(id, secret), CreatedAt = now, UpdatedAt = now, EnabledAt = now, Changes = 1 };
        var end = await store.ReadLastEventAsync(cancellationToken).ConfigureAwait(false);
        if (await services.Commit.SubmitAsync(new CreateEndpoint(id, body, end, services.Options.MaxEndpoints), cancellationToken).ConfigureAwait(false) is not { } endpoint)
        {
            return new WebhookResult { Outcome = WebhookOutcome.TooMany };
        }

        engine.Refresh();
        return new WebhookResult { Outcome = WebhookOutcome.Done, Endpoint = endpoint, Secret = SecretCipher.TextOf(secret) };
    }

    public async ValueTask<Page<WebhookEndpoint>> ListAsync(PageRequest page, CancellationToken cancellationToken = default)
    {
        var limit = Require.Limit(Require.NotNull(page).Limit);
        var found = await store.ListDocumentsAsync(WebhookDocuments.Endpoints.Name, null, Cursor.ReadWebhook(page.After), limit, cancellationToken).ConfigureAwait(false);
        return new Page<WebhookEndpoint>(
            [.. found.Where(static document => document.State != WebhookDocuments.Removed)
                .Select(static document => WebhookDocuments.ToEndpoint(document.Id.Id, WebhookDocuments.Endpoints.Read(document), document.State))],
            found.Count < limit ? null : Cursor.ForWebhook(found[^1].Id.Id));
    }

    public async ValueTask<WebhookEndpoint?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        await endpoints.FindAsync(id, null, cancellationToken).ConfigureAwait(false) is { Outcome: WebhookOutcome.Done } found ? found.ToResult().Endpoint : null;

    public async Task<WebhookResult> UpdateAsync(Guid id, WebhookSettings settings, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default) =>
        ProblemOf(settings) ?? await ChangeAsync(
            id,
            expectedVersion,
            EventTypes.WebhookUpdated,
            (body, state) => (body.Url == settings.Url && body.Types.SequenceEqual(settings.Types, StringComparer.Ordinal) ? body : body with { Url = settings.Url, Types = [.. settings.Types] }, state),
            cancellationToken).ConfigureAwait(false);

    public async Task<WebhookResult> RemoveAsync(Guid id, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        WebhookEndpoint? removed = null;
        var result = await ChangeAsync(
            id,
            expectedVersion,
            EventTypes.WebhookRemoved,
            (body, state) =>
            {
                removed = WebhookDocuments.ToEndpoint(id, body, state);
                return (new EndpointBody { Changes = body.Changes, Events = body.Events }, WebhookDocuments.Removed);
            },
            cancellationToken).ConfigureAwait(false);
        if (result.Outcome != WebhookOutcome.Done)
        {
            return result;
        }

        services.Tries.Forget(id);
        await engine.RemoveAsync(WebhookDocuments.ConsumerOf(id), CancellationToken.None).ConfigureAwait(false);
        return result with { Endpoint = removed };
    }

    public async Task<WebhookResult> RotateSecretAsync(Guid id, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var now = await services.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var secret = SecretCipher.NewSecret();
        var encrypted = cipher.Encrypt(id, secret);
        var result = await ChangeAsync(id, expectedVersion, EventTypes.WebhookSecretRotated, (body, state) => (body.Rotate(encrypted, now), state), cancellationToken).ConfigureAwait(false);
        return result.Outcome == WebhookOutcome.Done ? result with { Secret = SecretCipher.TextOf(secret) } : result;
    }

    public async Task<WebhookResult> EnableAsync(Guid id, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var now = await services.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var result = await ChangeAsync(
            id,
            expectedVersion,
            EventTypes.WebhookEnabled,
            (body, state) => state == WebhookDocuments.Enabled ? (body, state) : (body with { EnabledAt = now, DisableReason = null, DisabledAt = null }, WebhookDocuments.Enabled),
            cancellationToken).ConfigureAwait(false);
        if (result.Outcome == WebhookOutcome.Done)
        {
            // Also of an endpoint that was enabled: a host may have died between the two.
            await engine.ResumeAsync(WebhookDocuments.ConsumerOf(id), CancellationToken.None).ConfigureAwait(false);
            engine.Refresh();
        }

        return result;
    }

    public async Task<WebhookResult> DisableAsync(Guid id, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var now = await services.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        return await ChangeAsync(
            id,
            expectedVersion,
            EventTypes.WebhookDisabled,
            (body, state) => state == WebhookDocuments.Disabled ? (body, state) : (body with { DisableReason = WebhookDisableReason.Requested, DisabledAt = now }, WebhookDocuments.Disabled),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<WebhookResult> PingAsync(Guid id, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var found = await endpoints.FindAsync(id, expectedVersion, cancellationToken).ConfigureAwait(false);
        return found.Outcome == WebhookOutcome.Done ? found.ToResult(await deliveries.PingAsync(id, found.Body, cancellationToken).ConfigureAwait(false)) : found.Refusal;
    }

    public async Task<WebhookResult> ReplayAsync(Guid id, WebhookReplay from, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        Require.NotNull(from);

        // Before the position: what is not there has none.
        var found = await endpoints.FindAsync(id, expectedVersion, cancellationToken).ConfigureAwait(false);
        if (found.Outcome != WebhookOutcome.Done)
        {
            return found.Refusal;
        }

        var position = await replay.FindAsync(from, cancellationToken).ConfigureAwait(false);
        var now = await services.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var result = await services.Commit.SubmitAsync(new ReplayEndpoint(id, expectedVersion, position, now), cancellationToken).ConfigureAwait(false);
        engine.Refresh();
        return result;
    }

    public async ValueTask<Page<WebhookDelivery>?> ListDeliveriesAsync(Guid id, PageRequest page, CancellationToken cancellationToken = default)
    {
        var limit = Require.Limit(Require.NotNull(page).Limit);
        return await endpoints.FindAsync(id, null, cancellationToken).ConfigureAwait(false) is { Outcome: WebhookOutcome.Done } ? await deliveries.ListAsync(id, page.After, limit, cancellationToken).ConfigureAwait(false) : null;
    }

    public async Task<WebhookResult> RedeliverAsync(Guid id, Guid eventId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var found = await endpoints.FindAsync(id, expectedVersion, cancellationToken).ConfigureAwait(false);
        return found.Outcome != WebhookOutcome.Done ? found.Refusal
            : found.IsDisabled ? new WebhookResult { Outcome = WebhookOutcome.Disabled }
            : await deliveries.RedeliverAsync(id, found, eventId, expectedVersion, cancellationToken).ConfigureAwait(false);
    }

    public async Task<WebhookResult> DiscardAsync(Guid id, Guid eventId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        var found = await endpoints.FindAsync(id, expectedVersion, cancellationToken).ConfigureAwait(false);
        return found.Outcome != WebhookOutcome.Done ? found.Refusal : await deliveries.DiscardAsync(id, eventId, expectedVersion, cancellationToken).ConfigureAwait(false);
    }

    private WebhookResult? ProblemOf(WebhookSettings settings)
    {
        Require.NotNull(settings);
        return UrlRules.ProblemOf(settings.Url, services.Options) is { } url ? new WebhookResult { Outcome = WebhookOutcome.InvalidUrl, Problem = url }
            : TypeRules.RefusalOf(Require.NotNull(settings.Types));
    }

    private async Task<WebhookResult> ChangeAsync(Guid id, ExpectedVersion? expected, string type, Func<EndpointBody, int, (EndpointBody Body, int State)> change, CancellationToken cancellationToken)
    {
        var now = await services.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var result = await services.Commit.SubmitAsync(new ChangeEndpoint(id, expected, now, type, change), cancellationToken).ConfigureAwait(false);
        engine.Refresh();
        return result;
    }
}
