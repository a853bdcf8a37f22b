using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Lists the enabled endpoints as consumers of the feed. It is asked now and then, and does what has to be done now and then.</summary>
/// <param name="endpoints">The endpoints.</param>
/// <param name="cipher">Reads their secrets.</param>
/// <param name="services">What delivering needs.</param>
/// <param name="store">The store.</param>
/// <param name="settled">After how long every host has seen a change.</param>
/// <param name="removeConsumer">Removes a consumer.</param>
/// <param name="resumeConsumer">Resumes one.</param>
internal sealed class WebhookConsumers(
    EndpointList endpoints, SecretCipher cipher, WebhookDelivering services, IBookstoreStore store, TimeSpan settled, Func<string, CancellationToken, Task> removeConsumer, Func<string, CancellationToken, Task> resumeConsumer)
    : IEventConsumerSource
{
    // More than there may be endpoints.
    private const int MostStopped = 1_000;

    private readonly Dictionary<Guid, (int Changes, EventConsumer? Consumer)> _known = [];

    public async ValueTask<IReadOnlyList<EventConsumer>> ListAsync(CancellationToken cancellationToken)
    {
        await StoreTriesAsync(cancellationToken).ConfigureAwait(false);
        await FinishRemovalsAsync(cancellationToken).ConfigureAwait(false);

        // Before the endpoints: one that is enabled in the later of the two reads was so after its consumer had stopped.
        var stopped = await store.ListDocumentsAsync(ConsumerDocuments.Consumers.Name, ConsumerDocuments.Stopped, null, MostStopped, cancellationToken).ConfigureAwait(false);
        var enabled = (await endpoints.ListAsync(WebhookDocuments.Enabled, cancellationToken).ConfigureAwait(false)).Where(IsReadable).ToList();
        await ResumeAsync(enabled, [.. stopped.Select(static consumer => consumer.Id.Id)], cancellationToken).ConfigureAwait(false);
        services.Places.Know([.. enabled.Select(static document => document.Id.Id)]);
        lock (_known)
        {
            foreach (var gone in _known.Keys.Except(enabled.Select(static document => document.Id.Id)).ToList())
            {
                _known.Remove(gone);
            }

            return [.. enabled.Select(ConsumerOf).OfType<EventConsumer>()];
        }
    }

    // The last tries of a host that stops.
    public ValueTask EndAsync(CancellationToken cancellationToken) => new(services.Tries.StoreAsync(all: true, cancellationToken));

    // The same object while the endpoint is the same: it knows that it was disabled.
    private EventConsumer? ConsumerOf(DocumentRecord document)
    {
        var (id, body) = (document.Id.Id, WebhookDocuments.Endpoints.Read(document));
        if (_known.TryGetValue(id, out var known) && known.Changes == body.Changes)
        {
            return known.Consumer;
        }

        var keys = EndpointKeys.Of(id, body, cipher);
        if (keys is null)
        {
            WebhookLog.SecretUnreadable(services.Logger, id);
        }

        var consumer = keys is not null && TypeRules.FilterOf(body.Types) is { } filter ? new EndpointConsumer(id, body, filter.Without(EventSubject.Webhook(id).ToString()), keys, services).ToConsumer() : null;
        _known[id] = (body.Changes, consumer);
        return consumer;
    }

    private bool IsReadable(DocumentRecord document)
    {
        try
        {
            return WebhookDocuments.Endpoints.Read(document) is not null;
        }
        catch (BookstoreStoreException fault)
        {
            WebhookLog.EndpointUnreadable(services.Logger, document.Id.Id, fault);
            return false;
        }
    }

    // The list of tries is for people: it keeps no endpoint from its events.
    private async Task StoreTriesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await services.Tries.StoreAsync(all: false, cancellationToken).ConfigureAwait(false);
        }
        catch (BookstoreException)
        {
            // They stay in memory, and are stored with the next ones.
        }
    }

    // An endpoint may be enabled at the moment at which a host is about to write down that it stops.
    private async Task ResumeAsync(IReadOnlyList<DocumentRecord> enabled, HashSet<Guid> stopped, CancellationToken cancellationToken)
    {
        foreach (var name in enabled.Select(static document => WebhookDocuments.ConsumerOf(document.Id.Id)).Where(name => stopped.Contains(ConsumerDocuments.IdOf(name))))
        {
            await resumeConsumer(name, cancellationToken).ConfigureAwait(false);
        }
    }

    // A little later than they were hidden: until then, another host may still deliver to them.
    private async Task FinishRemovalsAsync(CancellationToken cancellationToken)
    {
        foreach (var removed in (await endpoints.ListAsync(WebhookDocuments.Removed, cancellationToken).ConfigureAwait(false)).Where(IsReadable))
        {
            var id = removed.Id.Id;
            if (await services.Clock.NowAsync(cancellationToken).ConfigureAwait(false) - WebhookDocuments.Endpoints.Read(removed).UpdatedAt >= settled)
            {
                await removeConsumer(WebhookDocuments.ConsumerOf(id), cancellationToken).ConfigureAwait(false);
                await services.Commit.SubmitAsync(new RemoveEndpoint(id), cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

/// <summary>The secrets of endpoints.</summary>
internal static class EndpointKeys
{
    /// <summary>Decrypts the secrets of an endpoint.</summary>
    /// <returns><see langword="null"/> when the secret was encrypted with another key.</returns>
    public static SigningKeys? Of(Guid id, EndpointBody body, SecretCipher cipher) => cipher.TryDecrypt(id, body.Secret) is { } secret
        ? new SigningKeys(secret, [.. body.PreviousSecrets.Select(previous => (Key: cipher.TryDecrypt(id, previous.Secret), previous.Until)).Where(static previous => previous.Key is not null).Select(static previous => (previous.Key!, previous.Until))])
        : null;
}
