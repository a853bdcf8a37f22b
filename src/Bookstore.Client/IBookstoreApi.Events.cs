using Bookstore.Contracts;
using Refit;

namespace Bookstore.Client;

/// <content>Events and webhooks.</content>
public partial interface IBookstoreApi
{
    /// <summary>Lists the events of the feed in order, one page.</summary>
    /// <param name="after">The cursor to continue from, of a page or of an event; <see langword="null"/> for the oldest event that is kept.</param>
    /// <param name="types">The types of events, separated by commas, such as <c>order.*,refund.failed</c>; <see langword="null"/> for all.</param>
    /// <param name="limit">The most events of the page: 1 to 1,000. Default 100.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page. Its <see cref="ResourcePage{T}.Next"/> is always set: at the end of the feed it is the place where later events will be.</returns>
    [Get("/api/events")]
    Task<ResourcePage<EventResource>> ListEventsAsync(string? after = null, string? types = null, int? limit = null, CancellationToken cancellationToken = default);

    /// <summary>Opens a stream of the feed's events, as server-sent events. It ends when the server ends it or the connection is lost.</summary>
    /// <param name="after">The cursor to continue from; <see langword="null"/> for the oldest event that is kept.</param>
    /// <param name="types">The types of events, separated by commas; <see langword="null"/> for all.</param>
    /// <param name="lastEventId">The <c>id</c> of the last event of an earlier stream, which counts instead of <paramref name="after"/>; <see langword="null"/> for the first stream.</param>
    /// <param name="cancellationToken">Stops the call, until the stream is there.</param>
    /// <returns>The stream, which the caller disposes of.</returns>
    [Get("/api/events")]
    [Headers("Accept: text/event-stream, application/problem+json")]
    Task<Stream> FollowEventsAsync(string? after = null, string? types = null, [Header(BookstoreHeaders.LastEventId)] string? lastEventId = null, CancellationToken cancellationToken = default);

    /// <summary>Creates a webhook endpoint.</summary>
    /// <param name="body">The address and the types.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint with its secret.</returns>
    [Post("/api/webhooks")]
    Task<WebhookResource> CreateWebhookAsync([Body] SaveWebhookBody body, CancellationToken cancellationToken = default);

    /// <summary>Lists the webhook endpoints, newest first, one page.</summary>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page.</returns>
    [Get("/api/webhooks")]
    Task<ResourcePage<WebhookResource>> ListWebhooksAsync(int? limit = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Gets a webhook endpoint.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint.</returns>
    [Get("/api/webhooks/{webhookId}")]
    Task<WebhookResource> GetWebhookAsync(string webhookId, CancellationToken cancellationToken = default);

    /// <summary>Replaces the address and the types of a webhook endpoint.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="body">The address and the types.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint as it is now.</returns>
    [Put("/api/webhooks/{webhookId}")]
    Task<WebhookResource> UpdateWebhookAsync(string webhookId, [Body] SaveWebhookBody body, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Removes a webhook endpoint.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint as it was.</returns>
    [Delete("/api/webhooks/{webhookId}")]
    Task<WebhookResource> RemoveWebhookAsync(string webhookId, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Replaces the secret of a webhook endpoint.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint with its new secret.</returns>
    [Post("/api/webhooks/{webhookId}/rotate")]
    Task<WebhookResource> RotateWebhookSecretAsync(string webhookId, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Enables a webhook endpoint.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint as it is now.</returns>
    [Post("/api/webhooks/{webhookId}/enable")]
    Task<WebhookResource> EnableWebhookAsync(string webhookId, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Disables a webhook endpoint.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint as it is now.</returns>
    [Post("/api/webhooks/{webhookId}/disable")]
    Task<WebhookResource> DisableWebhookAsync(string webhookId, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Has a ping sent to a webhook endpoint now.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The try.</returns>
    [Post("/api/webhooks/{webhookId}/ping")]
    Task<WebhookDeliveryResource> PingWebhookAsync(string webhookId, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Has a webhook endpoint get events again.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="body">From where.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint.</returns>
    [Post("/api/webhooks/{webhookId}/replay")]
    Task<WebhookResource> ReplayWebhookAsync(string webhookId, [Body] ReplayWebhookBody body, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Lists what is not delivered to a webhook endpoint, then the last 100 tries, newest first, one page.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page.</returns>
    [Get("/api/webhooks/{webhookId}/deliveries")]
    Task<ResourcePage<WebhookDeliveryResource>> ListWebhookDeliveriesAsync(string webhookId, int? limit = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Has an event sent to a webhook endpoint again.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="eventId">The event's id.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>What is known of the delivery now.</returns>
    [Post("/api/webhooks/{webhookId}/deliveries/{eventId}/redeliver")]
    Task<WebhookDeliveryResource> RedeliverWebhookAsync(string webhookId, string eventId, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);
}
