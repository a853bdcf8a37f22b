using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Webhooks;

/// <summary>Everything that webhooks log: never an address, a body or a secret.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(EventIds.Webhooks.DeliveryFailed, LogLevel.Information, "Webhook endpoint {WebhookId} did not take event {EventId}, try {Attempt}: {Reason}")]
    public static partial void DeliveryFailed(ILogger logger, Guid webhookId, Guid eventId, int attempt, string reason);

    [LoggerMessage(EventIds.Webhooks.EndpointDisabled, LogLevel.Error, "Webhook endpoint {WebhookId} is disabled: {Reason} When its receiver works again, enable it; it continues where it stopped.")]
    public static partial void EndpointDisabled(ILogger logger, Guid webhookId, string reason);

    [LoggerMessage(EventIds.Webhooks.EndpointUnreadable, LogLevel.Error, "Webhook endpoint {WebhookId} cannot be read, and nothing is sent to it. The others continue.")]
    public static partial void EndpointUnreadable(ILogger logger, Guid webhookId, Exception exception);

    [LoggerMessage(EventIds.Webhooks.DeliveryDiscarded, LogLevel.Warning, "A person has discarded event {EventId} of webhook endpoint {WebhookId}: it is not sent any more, and later events of its resource continue.")]
    public static partial void DeliveryDiscarded(ILogger logger, Guid eventId, Guid webhookId);

    [LoggerMessage(EventIds.Webhooks.SecretUnreadable, LogLevel.Error, "The secret of webhook endpoint {WebhookId} was encrypted with another key, and nothing is sent to it. Add that key to WebhookOptions.PreviousSecretKeys, or rotate the secret.")]
    public static partial void SecretUnreadable(ILogger logger, Guid webhookId);
}
