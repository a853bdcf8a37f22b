using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Webhook endpoints. Where the shop has no webhooks, their addresses have nothing.</summary>
internal static class WebhookEndpoints
{
    private const string WebhookId = "The endpoint.";

    [Tags("Webhooks")]
    [EndpointName("createWebhook")]
    [EndpointSummary("Create a webhook endpoint")]
    [EndpointDescription(
        "The shop sends each new event of its types to the address, by `POST`, signed by Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`. The body is `{type, timestamp, data, id, sequence, resource}`. "
        + "A success is 200 to 299. Everything else is tried again, for about three days; then, after `410`, and after five days of failures alone, the endpoint is disabled. Events of one `resource` arrive in their order.\n\n"
        + "`secret` is shown this once.")]
    [Consumes("application/json")]
    [Responds(201, "Created.")]
    [Refuses(ProblemCodes.InvalidWebhook, ProblemCodes.NotFound)]
    public static async ValueTask<ApiResult<WebhookResource>> CreateAsync(JsonBody<SaveWebhookBody> body, HttpContext context, CancellationToken cancellationToken) =>
        Find(context) is { } webhooks
            ? WebhookOutcomes.ResultOf(await webhooks.CreateAsync(WebhookOutcomes.SettingsOf(body.Value), cancellationToken).ConfigureAwait(false), context, isNew: true)
            : Problems.NoWebhooks;

    [Tags("Webhooks")]
    [EndpointName("listWebhooks")]
    [EndpointSummary("List webhook endpoints")]
    [EndpointDescription("The endpoints, newest first, one page. Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Responds(200, "The endpoints.")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.NotFound)]
    public static ListResult<WebhookEndpoint, WebhookResource> List([AsParameters] PageParameters page, HttpContext context, CancellationToken cancellationToken)
    {
        if (Find(context) is not { } webhooks)
        {
            return Problems.NoWebhooks;
        }

        return new(page.Size, limit => webhooks.ListAsync(new PageRequest { Limit = limit, After = page.After }, cancellationToken), Resources.From);
    }

    [Tags("Webhooks")]
    [EndpointName("getWebhook")]
    [EndpointSummary("Read a webhook endpoint")]
    [EndpointDescription("The endpoint, without its secret.")]
    [Responds(200, "The endpoint.")]
    [Refuses(ProblemCodes.WebhookNotFound, ProblemCodes.NotFound)]
    public static async ValueTask<ApiResult<WebhookResource>> GetAsync(
        [FromRoute(Name = "webhook_id"), StringLength(100), Description(WebhookId)] string webhookId,
        ReadConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (Find(context) is not { } webhooks)
        {
            return Problems.NoWebhooks;
        }

        var endpoint = await webhooks.FindAsync(ApiRequest.IdOf(webhookId), cancellationToken).ConfigureAwait(false);
        return endpoint is null ? Problems.WebhookNotFound : new ApiResult<WebhookResource>(Resources.From(endpoint)) { Version = endpoint.Version, Conditions = conditions };
    }

    [Tags("Webhooks")]
    [EndpointName("updateWebhook")]
    [EndpointSummary("Change a webhook endpoint")]
    [EndpointDescription("Replaces the address and the types: without `types` the endpoint gets the events of all types. The secret, and the place in the feed, stay.")]
    [Consumes("application/json")]
    [Responds(200, "The endpoint as it is now.")]
    [Refuses(ProblemCodes.InvalidWebhook, ProblemCodes.WebhookNotFound, ProblemCodes.NotFound)]
    public static async ValueTask<ApiResult<WebhookResource>> UpdateAsync(
        [FromRoute(Name = "webhook_id"), StringLength(100), Description(WebhookId)] string webhookId,
        UpdateConditions conditions,
        JsonBody<SaveWebhookBody> body,
        HttpContext context,
        CancellationToken cancellationToken) =>
        Find(context) is { } webhooks
            ? WebhookOutcomes.ResultOf(await webhooks.UpdateAsync(ApiRequest.IdOf(webhookId), WebhookOutcomes.SettingsOf(body.Value), conditions.Expected, cancellationToken).ConfigureAwait(false), context)
            : Problems.NoWebhooks;

    [Tags("Webhooks")]
    [EndpointName("removeWebhook")]
    [EndpointSummary("Remove a webhook endpoint")]
    [EndpointDescription("Removes the endpoint with its secret, its place in the feed, and what is not delivered. A request that is in progress is not called back.")]
    [Responds(200, "The endpoint as it was.")]
    [Refuses(ProblemCodes.InvalidWebhook, ProblemCodes.WebhookNotFound, ProblemCodes.NotFound)]
    public static ValueTask<ApiResult<WebhookResource>> RemoveAsync(
        [FromRoute(Name = "webhook_id"), StringLength(100), Description(WebhookId)] string webhookId,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken) =>
        ChangeAsync(static webhooks => webhooks.RemoveAsync, webhookId, conditions, context, cancellationToken);

    [Tags("Webhooks")]
    [EndpointName("rotateWebhookSecret")]
    [EndpointSummary("Replace the secret of a webhook endpoint")]
    [EndpointDescription("For 24 hours each request has a signature of the secret before as well, also when it is replaced again meanwhile. `secret` is shown this once.")]
    [Responds(200, "The endpoint with its new secret.")]
    [Refuses(ProblemCodes.InvalidWebhook, ProblemCodes.WebhookNotFound, ProblemCodes.NotFound)]
    public static ValueTask<ApiResult<WebhookResource>> RotateAsync(
        [FromRoute(Name = "webhook_id"), StringLength(100), Description(WebhookId)] string webhookId,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken) =>
        ChangeAsync(static webhooks => webhooks.RotateSecretAsync, webhookId, conditions, context, cancellationToken);

    [Tags("Webhooks")]
    [EndpointName("enableWebhook")]
    [EndpointSummary("Enable a webhook endpoint")]
    [EndpointDescription("It continues where it stopped. Enabling an enabled one changes nothing.")]
    [Responds(200, "The endpoint as it is now.")]
    [Refuses(ProblemCodes.InvalidWebhook, ProblemCodes.WebhookNotFound, ProblemCodes.NotFound)]
    public static ValueTask<ApiResult<WebhookResource>> EnableAsync(
        [FromRoute(Name = "webhook_id"), StringLength(100), Description(WebhookId)] string webhookId,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken) =>
        ChangeAsync(static webhooks => webhooks.EnableAsync, webhookId, conditions, context, cancellationToken);

    [Tags("Webhooks")]
    [EndpointName("disableWebhook")]
    [EndpointSummary("Disable a webhook endpoint")]
    [EndpointDescription("Nothing is sent to it until it is enabled. Disabling a disabled one changes nothing.")]
    [Responds(200, "The endpoint as it is now.")]
    [Refuses(ProblemCodes.InvalidWebhook, ProblemCodes.WebhookNotFound, ProblemCodes.NotFound)]
    public static ValueTask<ApiResult<WebhookResource>> DisableAsync(
        [FromRoute(Name = "webhook_id"), StringLength(100), Description(WebhookId)] string webhookId,
        UpdateConditions conditions,
        HttpContext context,
        CancellationToken cancellationToken) =>
        ChangeAsync(static webhooks => webhooks.DisableAsync, webhookId, conditions, context, cancellationToken);

    /// <summary>The service; <see langword="null"/> where the shop has no webhooks.</summary>
    internal static IWebhookService? Find(HttpContext context) => MappedShop.Find<IWebhookService>(context.RequestServices, MappedShop.Of(context));

    private static async ValueTask<ApiResult<WebhookResource>> ChangeAsync(
        Func<IWebhookService, Func<Guid, ExpectedVersion?, CancellationToken, Task<WebhookResult>>> change, string webhookId, UpdateConditions conditions, HttpContext context, CancellationToken cancellationToken) =>
        Find(context) is { } webhooks
            ? WebhookOutcomes.ResultOf(await change(webhooks)(ApiRequest.IdOf(webhookId), conditions.Expected, cancellationToken).ConfigureAwait(false), context)
            : Problems.NoWebhooks;
}
