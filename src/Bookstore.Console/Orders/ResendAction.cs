using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Sends events of an order to webhook endpoints again.</summary>
internal static class ResendAction
{
    private const int MostEndpoints = 20;
    private const int MostEvents = 20;

    public static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request)
    {
        if (request.Find<IWebhookService>() is not { } webhooks || await OrderSubject.FindAsync(request).ConfigureAwait(false) is not { } subject)
        {
            return null;
        }

        var found = await FindAsync(request, webhooks, $"orders/{subject.Order.Id}").ConfigureAwait(false);
        return new ActionPlan
        {
            Title = "Resend webhooks",
            Section = "orders",
            Button = "Send again",
            Back = subject.Path,
            Effects = found.Count > 0
                ? [$"Sends events of {subject.Name} to webhook endpoints again: those that are not delivered, and those among the last 100 tries of an endpoint. The page of an endpoint replays older ones."]
                : [$"No event of {subject.Name} is waiting for a webhook endpoint, or among its last 100 tries. The page of an endpoint replays older ones."],
            Fields = [.. found.Select(static sent => new ActionField(sent.Name, sent.Text, ActionFieldKind.Check) { Value = "yes" })],
            Describe = input => Describe(found, input),
            Perform = input => PerformAsync(webhooks, subject, [.. found.Where(sent => input.IsChecked(sent.Name))], input),
        };
    }

    private static async ValueTask<List<SentEvent>> FindAsync(ConsoleRequest request, IWebhookService webhooks, string resource)
    {
        var found = new List<SentEvent>();
        var endpoints = await webhooks.ListAsync(new PageRequest { Limit = MostEndpoints }, request.Aborted).ConfigureAwait(false);
        foreach (var endpoint in endpoints.Items.Where(static endpoint => endpoint.Enabled))
        {
            var page = await webhooks.ListDeliveriesAsync(endpoint.Id, new PageRequest { Limit = Page.MaxLimit }, request.Aborted).ConfigureAwait(false);
            found.AddRange((page?.Items ?? []).Where(delivery => delivery.Resource == resource).DistinctBy(static delivery => delivery.EventId).Select(delivery => new SentEvent(endpoint, delivery)));
        }

        return [.. found.OrderByDescending(static sent => WebhookReads.IsUndelivered(sent.Delivery)).ThenByDescending(static sent => sent.Delivery.EventId).Take(MostEvents)];
    }

    private static string[] Describe(List<SentEvent> found, ActionInput input)
    {
        var chosen = found.Where(sent => input.IsChecked(sent.Name)).ToList();
        if (chosen.Count == 0 && found.Count > 0)
        {
            input.Errors.TryAdd(found[0].Name, "Choose at least one event.");
        }

        return [.. chosen.Select(static sent => $"Sends {sent.Delivery.Type} to {WebhookReads.HostOf(sent.Endpoint.Url)} again.")];
    }

    private static async Task<ActionOutcome> PerformAsync(IWebhookService webhooks, OrderSubject subject, IReadOnlyList<SentEvent> chosen, ActionInput input)
    {
        if (chosen.Count == 0)
        {
            return ActionOutcome.Of(Problems.WebhookDeliveryNotFound, string.Empty, string.Empty);
        }

        var results = await Task.WhenAll(chosen.Select(sent => webhooks.RedeliverAsync(sent.Endpoint.Id, sent.Delivery.EventId, cancellationToken: input.CancellationToken))).ConfigureAwait(false);
        var refused = results.FirstOrDefault(static result => result.Outcome != WebhookOutcome.Done);
        var isAccepted = results.All(static result => result.Delivery?.State != WebhookDeliveryState.Failed);
        return ActionOutcome.Of(refused is null ? null : WebhookOutcomes.ProblemOf(refused), subject.Path, isAccepted ? "redelivered" : "redelivered-failed");
    }

    /// <summary>An event of the order at an endpoint.</summary>
    private sealed record SentEvent(WebhookEndpoint Endpoint, WebhookDelivery Delivery)
    {
        public string Name => $"send-{Endpoint.Id:N}-{Delivery.EventId:N}";

        public string Text => $"{Delivery.Type} to {WebhookReads.HostOf(Endpoint.Url)} ({Format.Words(StatusNames.Of(Delivery.State))})";
    }
}
