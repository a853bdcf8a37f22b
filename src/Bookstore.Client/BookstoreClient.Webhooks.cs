using System.Globalization;
using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client;

// Webhook endpoints. What they receive is verified with BookstoreWebhooks.
public partial class BookstoreClient
{
    /// <summary>Creates a webhook endpoint: the shop sends it each new event of its types.</summary>
    /// <remarks>It is not retried: a try that took effect would make two endpoints.</remarks>
    /// <param name="webhook">The address and the types.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint with its <see cref="WebhookResource.Secret"/>, which is shown this once.</returns>
    public virtual Task<WebhookResource> CreateWebhookAsync(SaveWebhookBody webhook, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return Api.CreateWebhookAsync(webhook, cancellationToken);
    }

    /// <summary>Lists the webhook endpoints, newest first, page after page.</summary>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The endpoints.</returns>
    public virtual IAsyncEnumerable<WebhookResource> ListWebhooksAsync(CancellationToken cancellationToken = default) =>
        Pages((after, token) => Api.ListWebhooksAsync(limit: null, after, token), cancellationToken);

    /// <summary>Finds a webhook endpoint.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint, or <see langword="null"/> when there is none.</returns>
    public virtual Task<WebhookResource?> FindWebhookAsync(string webhookId, CancellationToken cancellationToken = default) =>
        OrNull(Api.GetWebhookAsync(RequestArguments.Segment(webhookId), cancellationToken), ProblemCodes.WebhookNotFound);

    /// <summary>Replaces the address and the types of a webhook endpoint: without types it gets the events of all types.</summary>
    /// <remarks>With <paramref name="ifMatch"/> the call is not retried: a try that took effect would make the next one fail.</remarks>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="webhook">The address and the types.</param>
    /// <param name="ifMatch">The <see cref="WebhookResource.ETag"/> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint as it is now.</returns>
    public virtual Task<WebhookResource> UpdateWebhookAsync(string webhookId, SaveWebhookBody webhook, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return Api.UpdateWebhookAsync(RequestArguments.Segment(webhookId), webhook, ifMatch, cancellationToken);
    }

    /// <summary>Removes a webhook endpoint.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="ifMatch">The <see cref="WebhookResource.ETag"/> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint as it was, or <see langword="null"/> when there is none.</returns>
    public virtual Task<WebhookResource?> RemoveWebhookAsync(string webhookId, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        OrNull(Api.RemoveWebhookAsync(RequestArguments.Segment(webhookId), ifMatch, cancellationToken), ProblemCodes.WebhookNotFound);

    /// <summary>Replaces the secret of a webhook endpoint. Requests are signed with the secret before as well, for 24 hours.</summary>
    /// <remarks>It is not retried: each try that takes effect makes another secret.</remarks>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="ifMatch">The <see cref="WebhookResource.ETag"/> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint with its new <see cref="WebhookResource.Secret"/>, which is shown this once.</returns>
    public virtual Task<WebhookResource> RotateWebhookSecretAsync(string webhookId, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.RotateWebhookSecretAsync(RequestArguments.Segment(webhookId), ifMatch, cancellationToken);

    /// <summary>Enables a webhook endpoint. It continues where it stopped.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="ifMatch">The <see cref="WebhookResource.ETag"/> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint as it is now.</returns>
    public virtual Task<WebhookResource> EnableWebhookAsync(string webhookId, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.EnableWebhookAsync(RequestArguments.Segment(webhookId), ifMatch, cancellationToken);

    /// <summary>Disables a webhook endpoint: nothing is sent to it until it is enabled.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="ifMatch">The <see cref="WebhookResource.ETag"/> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint as it is now.</returns>
    public virtual Task<WebhookResource> DisableWebhookAsync(string webhookId, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.DisableWebhookAsync(RequestArguments.Segment(webhookId), ifMatch, cancellationToken);

    /// <summary>Has a ping sent to a webhook endpoint now.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="ifMatch">The <see cref="WebhookResource.ETag"/> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>What came of it: <see cref="WebhookDeliveryStates.Delivered"/> or <see cref="WebhookDeliveryStates.Failed"/>.</returns>
    public virtual Task<WebhookDeliveryResource> PingWebhookAsync(string webhookId, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.PingWebhookAsync(RequestArguments.Segment(webhookId), ifMatch, cancellationToken);

    /// <summary>Has a webhook endpoint get events again: it continues behind a cursor of the feed, or with the events since a time.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="after">The cursor of a page of the feed or of an event; <see langword="null"/> where <paramref name="since"/> is given.</param>
    /// <param name="since">The time; <see langword="null"/> where <paramref name="after"/> is given. Events of up to a minute before may be sent as well.</param>
    /// <param name="ifMatch">The <see cref="WebhookResource.ETag"/> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The endpoint. The API refuses with <see cref="ProblemCodes.CursorExpired"/> when events behind the cursor were removed already.</returns>
    public virtual Task<WebhookResource> ReplayWebhookAsync(string webhookId, string? after = null, DateTimeOffset? since = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        if (after is null == since is null)
        {
            throw new ArgumentException("Give exactly one of after and since.", nameof(after));
        }

        var from = new ReplayWebhookBody { After = after, Since = since?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) };
        return Api.ReplayWebhookAsync(RequestArguments.Segment(webhookId), from, ifMatch, cancellationToken);
    }

    /// <summary>Lists what is not delivered to a webhook endpoint, then the last 100 tries, newest first, page after page.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The deliveries.</returns>
    public virtual IAsyncEnumerable<WebhookDeliveryResource> ListWebhookDeliveriesAsync(string webhookId, CancellationToken cancellationToken = default)
    {
        var segment = RequestArguments.Segment(webhookId);
        return Pages((after, token) => Api.ListWebhookDeliveriesAsync(segment, limit: null, after, token), cancellationToken);
    }

    /// <summary>Has an event sent to a webhook endpoint again.</summary>
    /// <param name="webhookId">The endpoint's id.</param>
    /// <param name="eventId">The event: one that is not delivered, or of the last 100 tries.</param>
    /// <param name="ifMatch">The <see cref="WebhookResource.ETag"/> that the endpoint must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>What is known of the delivery now, or <see langword="null"/> when there is no such endpoint, or it has no delivery of the event. The API refuses with <see cref="ProblemCodes.WebhookDisabled"/> while the endpoint is disabled.</returns>
    public virtual Task<WebhookDeliveryResource?> RedeliverWebhookAsync(string webhookId, string eventId, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        OrNull(Api.RedeliverWebhookAsync(RequestArguments.Segment(webhookId), RequestArguments.Segment(eventId), ifMatch, cancellationToken), ProblemCodes.WebhookNotFound);
}
