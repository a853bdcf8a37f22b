namespace Bookstore.Operating;

/// <summary>Adds a webhook endpoint. Its page shows its secret, once.</summary>
internal static class AddWebhookAction
{
    private static readonly char[] Separators = [',', ' ', '\n'];

    public static ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request) => ValueTask.FromResult(request.Find<IWebhookService>() is { } webhooks ? Plan(request, webhooks) : null);

    private static ActionPlan Plan(ConsoleRequest request, IWebhookService webhooks) => new()
    {
        Title = "Add endpoint",
        Section = "webhooks",
        Button = "Add endpoint",
        Back = "webhooks",
        Effects = ["Sends the shop's events to an address from now on. The next page shows the secret that its receiver checks the signatures with, once."],
        Fields =
        [
            new ActionField("url", "Address", ActionFieldKind.Text) { MaxLength = WebhookSettings.MaxUrlLength, IsRequired = true, Help = "Such as https://shop.example/hooks." },
            new ActionField("types", "Types of events", ActionFieldKind.LongText) { MaxLength = 2_000, Help = "One a line, such as order.created or delivery.*. Empty: all events." },
        ],
        Describe = static input =>
        [
            $"Sends {(TypesOf(input) is { Count: > 0 } types ? string.Join(", ", types) : "all events")} to {input.Raw("url")}.",
            "The next page shows the secret. It is not shown again: put it into the receiver at once.",
        ],
        Perform = async input =>
        {
            var result = await webhooks.CreateAsync(new WebhookSettings { Url = input.Raw("url"), Types = TypesOf(input) }, input.CancellationToken).ConfigureAwait(false);
            return WebhookActions.OutcomeOf(request, result, "webhook-added", "webhooks");
        },
    };

    private static List<string> TypesOf(ActionInput input) => [.. input.Raw("types").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
