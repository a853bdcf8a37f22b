using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>What can be done with a webhook endpoint.</summary>
internal static class WebhookActions
{
    private const string Version = "version";

    /// <summary>The actions that the page of an endpoint offers.</summary>
    public static IEnumerable<(string Path, string Text)> Of(WebhookEndpoint endpoint) =>
    [
        ("edit", "Edit"),
        ("ping", "Send a ping"),
        endpoint.Enabled ? ("disable", "Disable") : ("enable", "Enable"),
        ("replay", "Replay"),
        ("rotate", "Rotate secret"),
        ("remove", "Remove"),
    ];

    public static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request)
    {
        if (request.Find<IWebhookService>() is not { } webhooks || await webhooks.FindAsync(request.Id(), request.Aborted).ConfigureAwait(false) is not { } endpoint)
        {
            return null;
        }

        var host = WebhookReads.HostOf(endpoint.Url);
        return request.Value("step") switch
        {
            "edit" => SaveWebhookAction.Edit(request, endpoint, webhooks),
            "ping" => Plan(request, endpoint, "Send a ping", [$"Sends an event of the type webhook.ping to {host} now, once. A failure has no consequence."], token => webhooks.PingAsync(endpoint.Id, cancellationToken: token), "pinged"),
            "enable" => Plan(request, endpoint, "Enable endpoint", [$"Sends events to {host} again. It continues where it stopped."], token => webhooks.EnableAsync(endpoint.Id, cancellationToken: token), "webhook"),
            "disable" => Plan(request, endpoint, "Disable endpoint", [$"Sends nothing to {host} until it is enabled. Its place in the feed stays."], token => webhooks.DisableAsync(endpoint.Id, cancellationToken: token), "webhook"),
            "rotate" => Rotate(request, endpoint, webhooks),
            "remove" => Plan(
                request, endpoint, "Remove endpoint", [$"Removes {host} with its secret, its place in the feed and what is not delivered."], token => webhooks.RemoveAsync(endpoint.Id, cancellationToken: token), "webhook-removed", "webhooks") with
            {
                IsFinal = true,
            },
            "replay" => Replay(request, endpoint, webhooks),
            _ => null,
        };
    }

    /// <summary>The page that comes after a change of an endpoint, with its secret if it has a new one.</summary>
    public static ActionOutcome OutcomeOf(ConsoleRequest request, WebhookResult result, string notice, string? next = null)
    {
        if (result.Outcome != WebhookOutcome.Done)
        {
            return ActionOutcome.Of(WebhookOutcomes.ProblemOf(result), string.Empty, string.Empty);
        }

        if (result is { Secret: { } secret, Endpoint: { } endpoint })
        {
            OnceSecret.Keep(request, endpoint.Id, secret);
            next = $"webhooks/{endpoint.Id}";
        }

        return ActionOutcome.Of(null, next ?? $"webhooks/{request.Id()}", result.Delivery?.State == WebhookDeliveryState.Failed ? notice + "-failed" : notice);
    }

    // The version that the person saw goes with the form: sent twice, it replaces the secret once.
    private static ActionPlan Rotate(ConsoleRequest request, WebhookEndpoint endpoint, IWebhookService webhooks)
    {
        var plan = Plan(
            request,
            endpoint,
            "Rotate secret",
            [$"Gives {WebhookReads.HostOf(endpoint.Url)} a new secret, which the next page shows once.", "For 24 hours each request has a signature of the secret before as well, so that the receiver can change over."],
            static _ => throw new InvalidOperationException(),
            "rotated");
        return plan with
        {
            Fields = [ActionField.Hidden(Version, endpoint.Version)],
            Perform = async input => OutcomeOf(request, await webhooks.RotateSecretAsync(endpoint.Id, ExpectedVersion.Of(input.Raw(Version)), input.CancellationToken).ConfigureAwait(false), "rotated"),
        };
    }

    private static ActionPlan Replay(ConsoleRequest request, WebhookEndpoint endpoint, IWebhookService webhooks) => new()
    {
        Title = "Replay events",
        Section = "webhooks",
        Button = "Replay events",
        Back = $"webhooks/{endpoint.Id}",
        Effects = [$"Sends {WebhookReads.HostOf(endpoint.Url)} the events since a time again. Its receiver recognizes those that it has by webhook-id."],
        Fields = [new ActionField("since", "Since, in UTC", ActionFieldKind.Moment) { IsRequired = true, Value = Format.Minute(request.Now.AddHours(-1)) }],
        Describe = static input => [$"Sends the events since {Format.Time(input.Moment("since").GetValueOrDefault())} UTC again, then those that follow.", "What is not delivered yet is not affected."],
        Perform = input => ReplayAsync(request, endpoint, webhooks, input),
    };

    private static async Task<ActionOutcome> ReplayAsync(ConsoleRequest request, WebhookEndpoint endpoint, IWebhookService webhooks, ActionInput input)
    {
        try
        {
            return OutcomeOf(request, await webhooks.ReplayAsync(endpoint.Id, new WebhookReplay { Since = input.Moment("since") }, cancellationToken: input.CancellationToken).ConfigureAwait(false), "replayed");
        }
        catch (EventCursorExpiredException expired)
        {
            return ActionOutcome.Of(Problems.CursorExpired(expired.OldestPosition), string.Empty, string.Empty);
        }
    }

    private static ActionPlan Plan(
        ConsoleRequest request, WebhookEndpoint endpoint, string title, IReadOnlyList<string> effects, Func<CancellationToken, Task<WebhookResult>> change, string notice, string? next = null) => new()
        {
            Title = title,
            Section = "webhooks",
            Button = title,
            Back = $"webhooks/{endpoint.Id}",
            Effects = effects,
            Perform = async input => OutcomeOf(request, await change(input.CancellationToken).ConfigureAwait(false), notice, next),
        };
}
