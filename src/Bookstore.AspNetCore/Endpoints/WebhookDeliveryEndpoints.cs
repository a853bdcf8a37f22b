using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>What is sent to webhook endpoints.</summary>
internal static class WebhookDeliveryEndpoints
{
    private const string WebhookId = "The endpoint.";

    [Tags("Webhooks")]
    [EndpointName("pingWebhook")]
    [EndpointSummary("Send a ping to a webhook endpoint")]
    [EndpointDescription("Sends an event of the type `webhook.ping` now, once, also when the endpoint is disabled, and answers what came of it: `delivered` or `failed`. A failure has no consequence.")]
    [Responds(200, "The try.")]
    [Refuses(ProblemCodes.InvalidWebhook, ProblemCodes.WebhookNotFound, ProblemCodes.NotFound)]
    public static async ValueTask<ApiResult<WebhookDeliveryResource>> PingAsync(
        [FromRoute(Name = "webhook_id"), StringLength(100), Description(WebhookId)] string webhookId,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken) =>
        WebhookEndpoints.Find(context) is { } webhooks
            ? WebhookOutcomes.DeliveryOf(await webhooks.PingAsync(ApiRequest.IdOf(webhookId), conditions.Expected, cancellationToken).ConfigureAwait(false))
            : Problems.NoWebhooks;

    [Tags("Webhooks")]
    [EndpointName("replayWebhook")]
    [EndpointSummary("Send events to a webhook endpoint again")]
    [EndpointDescription(
        "The endpoint continues behind the cursor `after`, or with the events since `since`: give one of the two. Receivers recognize events that they have by `webhook-id`. What is not delivered yet is not affected. "
        + "`410` says that events behind the cursor are no longer kept.")]
    [Consumes("application/json")]
    [Responds(202, "They are sent from now on.")]
    [Refuses(ProblemCodes.InvalidWebhook, ProblemCodes.WebhookNotFound, ProblemCodes.NotFound, ProblemCodes.CursorExpired)]
    public static async ValueTask<ApiResult<WebhookResource>> ReplayAsync(
        [FromRoute(Name = "webhook_id"), StringLength(100), Description(WebhookId)] string webhookId,
        UpdateConditions conditions,
        JsonBody<ReplayWebhookBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (WebhookEndpoints.Find(context) is not { } webhooks)
        {
            return Problems.NoWebhooks;
        }

        if (WebhookOutcomes.ProblemOf(body.Value, out var from) is { } problem)
        {
            return problem;
        }

        try
        {
            var result = await webhooks.ReplayAsync(ApiRequest.IdOf(webhookId), from, conditions.Expected, cancellationToken).ConfigureAwait(false);
            return WebhookOutcomes.ResultOf(result, context, status: StatusCodes.Status202Accepted);
        }
        catch (InvalidCursorException)
        {
            return Problems.Invalid(ProblemCodes.InvalidWebhook, Problems.InvalidBody, "/after", "is not a cursor of the feed");
        }
    }

    [Tags("Webhooks")]
    [EndpointName("listWebhookDeliveries")]
    [EndpointSummary("List what is sent to a webhook endpoint")]
    [EndpointDescription(
        "First the events that are not delivered, in the order of the feed: `retrying`, `waiting` for an earlier event of their resource, or `parked`. Then the last 100 tries, newest first: `delivered` or `failed`, "
        + "with the status, the duration and the first KiB of the response, or less of what succeeded. Tries of another host are listed within a minute. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Responds(200, "The deliveries.")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.WebhookNotFound, ProblemCodes.NotFound)]
    public static async ValueTask<ListResult<WebhookDelivery, WebhookDeliveryResource>> ListAsync(
        [FromRoute(Name = "webhook_id"), StringLength(100), Description(WebhookId)] string webhookId,
        [AsParameters] PageParameters page,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (WebhookEndpoints.Find(context) is not { } webhooks)
        {
            return Problems.NoWebhooks;
        }

        var id = ApiRequest.IdOf(webhookId);
        if (await webhooks.FindAsync(id, cancellationToken).ConfigureAwait(false) is null)
        {
            return Problems.WebhookNotFound;
        }

        return new ListResult<WebhookDelivery, WebhookDeliveryResource>(page.Size, ReadAsync, Resources.From);

        async ValueTask<Page<WebhookDelivery>> ReadAsync(int limit) =>
            await webhooks.ListDeliveriesAsync(id, new PageRequest { Limit = limit, After = page.After }, cancellationToken).ConfigureAwait(false) ?? new Page<WebhookDelivery>([], null);
    }

    [Tags("Webhooks")]
    [EndpointName("redeliverWebhook")]
    [EndpointSummary("Send an event to a webhook endpoint again")]
    [EndpointDescription("An event that is not delivered is due at once; one that is `waiting` stays behind the one that it waits for. One of the last 100 tries is sent once more, now, and the answer is that try. "
        + "To a disabled endpoint nothing is sent again: `409` says so.")]
    [Responds(200, "What is known of the delivery now.")]
    [Refuses(ProblemCodes.InvalidWebhook, ProblemCodes.WebhookNotFound, ProblemCodes.NotFound, ProblemCodes.WebhookDisabled)]
    public static async ValueTask<ApiResult<WebhookDeliveryResource>> RedeliverAsync(
        [FromRoute(Name = "webhook_id"), StringLength(100), Description(WebhookId)] string webhookId,
        [FromRoute(Name = "event_id"), StringLength(100), Description("The event, one of `GET …/deliveries`.")] string eventId,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken) =>
        WebhookEndpoints.Find(context) is { } webhooks
            ? WebhookOutcomes.DeliveryOf(await webhooks.RedeliverAsync(ApiRequest.IdOf(webhookId), ApiRequest.IdOf(eventId), conditions.Expected, cancellationToken).ConfigureAwait(false))
            : Problems.NoWebhooks;
}
