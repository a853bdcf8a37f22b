namespace Bookstore;

/// <summary>Webhook endpoints: addresses that the shop sends its events to, each request signed by Standard Webhooks 1.0. The package <c>Bookstore.Webhooks</c> has it: <c>AddWebhooks</c>.</summary>
/// <remarks>
/// Safe for use from any number of threads. Each endpoint has a position of its own in the feed and gets every event of its types at least once; events of one resource arrive in their order. Methods that take an
/// id return <see cref="WebhookOutcome.NotFound"/> or <see langword="null"/> for an endpoint that does not exist.
/// </remarks>
public interface IWebhookService
{
    /// <summary>Creates an endpoint, which is enabled and gets the events from now on.</summary>
    /// <example>
    /// <code>
    /// async Task&lt;string?&gt; SubscribeAsync(IWebhookService webhooks)
    /// {
    ///     var created = await webhooks.CreateAsync(new WebhookSettings { Url = "https://shop.example/hooks", Types = ["order.*"] });
    ///     return created.Secret; // shown this once
    /// }
    /// </code>
    /// </example>
    /// <param name="settings">Its address and its types.</param>
    /// <param name="cancellationToken">Gives up waiting, until the write is gathered.</param>
    /// <returns>The endpoint and its secret; or what is wrong.</returns>
    /// <exception cref="BookstoreOverloadedException">Too many writes wait. Nothing was written.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    Task<WebhookResult> CreateAsync(WebhookSettings settings, CancellationToken cancellationToken = default);

    /// <summary>Lists the endpoints, newest first.</summary>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page.</returns>
    /// <exception cref="InvalidCursorException">The cursor is not of this list.</exception>
    ValueTask<Page<WebhookEndpoint>> ListAsync(PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Finds an endpoint.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The endpoint, or <see langword="null"/>.</returns>
    ValueTask<WebhookEndpoint?> FindAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>Replaces the address and the types of an endpoint. Its position and its secret stay.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="settings">Its address and its types.</param>
    /// <param name="expectedVersion">What is expected of <see cref="WebhookEndpoint.Version"/>; <see langword="null"/> for nothing. Default <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting, until the write is gathered.</param>
    /// <returns>The endpoint as it is now; or what is wrong.</returns>
    Task<WebhookResult> UpdateAsync(Guid id, WebhookSettings settings, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Removes an endpoint with its secret, its position and its log. What is being sent is not called back.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="expectedVersion">What is expected of <see cref="WebhookEndpoint.Version"/>; <see langword="null"/> for nothing. Default <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting, until the write is gathered.</param>
    /// <returns>The endpoint as it was; or what is wrong.</returns>
    Task<WebhookResult> RemoveAsync(Guid id, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Gives an endpoint a new secret. For 24 hours each request has a signature of the secret before as well, also when that is replaced again meanwhile: up to 5 are kept.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="expectedVersion">What is expected of <see cref="WebhookEndpoint.Version"/>; <see langword="null"/> for nothing. Default <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting, until the write is gathered.</param>
    /// <returns>The endpoint and its new secret; or what is wrong.</returns>
    Task<WebhookResult> RotateSecretAsync(Guid id, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Enables an endpoint. It continues where it stopped. Enabling an enabled one changes nothing.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="expectedVersion">What is expected of <see cref="WebhookEndpoint.Version"/>; <see langword="null"/> for nothing. Default <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting, until the write is gathered.</param>
    /// <returns>The endpoint as it is now; or what is wrong.</returns>
    Task<WebhookResult> EnableAsync(Guid id, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Disables an endpoint: nothing is sent to it until it is enabled. Its position stays.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="expectedVersion">What is expected of <see cref="WebhookEndpoint.Version"/>; <see langword="null"/> for nothing. Default <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting, until the write is gathered.</param>
    /// <returns>The endpoint as it is now; or what is wrong.</returns>
    Task<WebhookResult> DisableAsync(Guid id, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Sends an event of the type <c>webhook.ping</c> to an endpoint now, once, also when it is disabled. A failure has no consequence.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="expectedVersion">What is expected of <see cref="WebhookEndpoint.Version"/>; <see langword="null"/> for nothing. Default <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the try.</param>
    /// <returns>The endpoint, and the try in <see cref="WebhookResult.Delivery"/>; or what is wrong.</returns>
    Task<WebhookResult> PingAsync(Guid id, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Moves an endpoint back in the feed, so that it gets the events of its types again, or forth. A disabled one continues there when it is enabled.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="from">Where it continues.</param>
    /// <param name="expectedVersion">What is expected of <see cref="WebhookEndpoint.Version"/>; <see langword="null"/> for nothing. Default <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The endpoint; or what is wrong.</returns>
    /// <exception cref="EventCursorExpiredException">Events behind the position were removed already.</exception>
    /// <exception cref="InvalidCursorException">The position was not given out by this feed.</exception>
    Task<WebhookResult> ReplayAsync(Guid id, WebhookReplay from, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Lists what is not delivered to an endpoint yet, then the last 100 tries, newest first.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="page">Which page.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The page; <see langword="null"/> when there is no such endpoint.</returns>
    /// <exception cref="InvalidCursorException">The cursor is not of this list.</exception>
    ValueTask<Page<WebhookDelivery>?> ListDeliveriesAsync(Guid id, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Sends an event again: one that is not delivered yet is due at once, or stays behind the one that it waits for; one of the last 100 tries is sent once more, now.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="expectedVersion">What is expected of <see cref="WebhookEndpoint.Version"/>; <see langword="null"/> for nothing. Default <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The endpoint, and what is known of the delivery now in <see cref="WebhookResult.Delivery"/>; or what is wrong.</returns>
    Task<WebhookResult> RedeliverAsync(Guid id, Guid eventId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);

    /// <summary>Discards an event that is not delivered to an endpoint yet: it is not sent any more, and those that wait behind it are. It is logged. A request that is in progress is not called back.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="expectedVersion">What is expected of <see cref="WebhookEndpoint.Version"/>; <see langword="null"/> for nothing. Default <see langword="null"/>.</param>
    /// <param name="cancellationToken">Gives up waiting, until the write is gathered.</param>
    /// <returns>The endpoint; or what is wrong: <see cref="WebhookOutcome.NoDelivery"/> for an event that is delivered, or was never to be.</returns>
    Task<WebhookResult> DiscardAsync(Guid id, Guid eventId, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default);
}
