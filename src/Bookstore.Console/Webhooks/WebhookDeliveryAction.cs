namespace Bookstore.Operating;

/// <summary>Sends one event to an endpoint again, or discards it.</summary>
internal static class WebhookDeliveryAction
{
    public static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request)
    {
        if (request.Find<IWebhookService>() is not { } webhooks || await webhooks.FindAsync(request.Id(), request.Aborted).ConfigureAwait(false) is not { } endpoint)
        {
            return null;
        }

        var (eventId, host) = (request.Id("event"), WebhookReads.HostOf(endpoint.Url));
        var plan = new ActionPlan
        {
            Title = "Redeliver event",
            Section = "webhooks",
            Button = "Redeliver event",
            Back = $"webhooks/{endpoint.Id}",
            Effects = [$"Sends event {Format.Short(eventId)} to {host} again. Its receiver recognizes an event that it has by webhook-id.", "An event that waits for an earlier one of its resource stays behind that one."],
            Perform = async input => WebhookActions.OutcomeOf(request, await webhooks.RedeliverAsync(endpoint.Id, eventId, cancellationToken: input.CancellationToken).ConfigureAwait(false), "redelivered"),
        };
        return request.Value("step") switch
        {
            "redeliver" => plan,
            "discard" => plan with
            {
                Title = "Discard event",
                Button = "Discard event",
                IsFinal = true,
                Effects = [$"Does not send event {Format.Short(eventId)} to {host} any more. The events that wait behind it are sent. A replay sends it again."],
                Perform = async input => WebhookActions.OutcomeOf(request, await webhooks.DiscardAsync(endpoint.Id, eventId, cancellationToken: input.CancellationToken).ConfigureAwait(false), "discarded"),
            },
            _ => null,
        };
    }
}
