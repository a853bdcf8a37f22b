using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Responses to a change of a webhook endpoint, and its bodies.</summary>
internal static class WebhookOutcomes
{
    public static WebhookSettings SettingsOf(SaveWebhookBody body) => new() { Url = body.Url, Types = body.Types ?? [] };

    public static ApiResult<WebhookResource> ResultOf(WebhookResult result, HttpContext context, bool isNew = false, int status = StatusCodes.Status200OK) => result is { Outcome: WebhookOutcome.Done, Endpoint: { } endpoint }
        ? new ApiResult<WebhookResource>(Resources.From(endpoint) with { Secret = result.Secret })
        {
            Status = isNew ? StatusCodes.Status201Created : status,
            Location = isNew ? ApiRequest.LocationOf(context, endpoint.Id.ToString()) : null,
            Version = endpoint.Version,
        }
        : ProblemOf(result);

    /// <summary>Responses to a ping and to a repeated delivery.</summary>
    public static ApiResult<WebhookDeliveryResource> DeliveryOf(WebhookResult result) =>
        result is { Outcome: WebhookOutcome.Done, Delivery: { } delivery } ? new ApiResult<WebhookDeliveryResource>(Resources.From(delivery)) : ProblemOf(result);

    /// <summary>Why an endpoint was not changed.</summary>
    public static ApiProblem ProblemOf(WebhookResult result) => result.Outcome switch
    {
        WebhookOutcome.NotFound => Problems.WebhookNotFound,
        WebhookOutcome.NoDelivery => Problems.WebhookDeliveryNotFound,
        WebhookOutcome.Disabled => Problems.WebhookDisabled,
        WebhookOutcome.PreconditionFailed => Problems.PreconditionFailed,
        WebhookOutcome.InvalidUrl => Problems.Invalid(ProblemCodes.InvalidWebhook, $"The address is not allowed. {result.Problem}", "/url", result.Problem!),
        WebhookOutcome.InvalidTypes => InvalidTypes(result),
        WebhookOutcome.TooMany => Problems.Invalid(ProblemCodes.InvalidWebhook, "The shop has as many webhook endpoints as it may have. Remove one, or raise Bookstore:Webhooks:MaxEndpoints."),
        _ => throw new InvalidOperationException("A webhook's outcome has no answer."),
    };

    private static ApiProblem InvalidTypes(WebhookResult result)
    {
        var errors = new FieldErrors();
        foreach (var index in result.InvalidTypes)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"/types/{index}"), "names no type of event");
        }

        return errors.Any
            ? Problems.Invalid(ProblemCodes.InvalidWebhook, $"The types are not valid. {result.Problem}", errors)
            : Problems.Invalid(ProblemCodes.InvalidWebhook, $"The types are not valid. {result.Problem}", "/types", result.Problem!);
    }

    /// <summary>What is wrong with the body of a replay; <see langword="null"/> when nothing is.</summary>
    public static ApiProblem? ProblemOf(ReplayWebhookBody body, out WebhookReplay from)
    {
        from = new WebhookReplay();
        if (body.After is null == body.Since is null)
        {
            return Problems.Invalid(ProblemCodes.InvalidWebhook, "Give exactly one of after and since.");
        }

        if (body.After is { } after)
        {
            var isCursor = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position.ToString(CultureInfo.InvariantCulture) == after;
            from = new WebhookReplay { After = position };
            return isCursor ? null : Problems.Invalid(ProblemCodes.InvalidWebhook, Problems.InvalidBody, "/after", "is not a cursor of the feed");
        }

        // Its form was checked.
        from = Rfc3339.TryParse(body.Since!, out var since) ? new WebhookReplay { Since = since } : from;
        return null;
    }
}
