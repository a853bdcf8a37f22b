namespace Bookstore.Operating;

/// <summary>Adds a webhook endpoint, whose page shows its secret once; or changes the address and the types of one.</summary>
internal static class SaveWebhookAction
{
    private const string Url = "url";
    private const string Types = "types";
    private const string Version = "version";

    private static readonly char[] Separators = [',', ' ', '\n'];

    public static ValueTask<ActionPlan?> PlanAddAsync(ConsoleRequest request) => ValueTask.FromResult(request.Find<IWebhookService>() is { } webhooks ? Add(request, webhooks) : null);

    /// <summary>The version that the person saw goes with the form: what another person has changed meanwhile is not overwritten.</summary>
    public static ActionPlan Edit(ConsoleRequest request, WebhookEndpoint endpoint, IWebhookService webhooks) => new()
    {
        Title = "Edit endpoint",
        Section = "webhooks",
        Button = "Save endpoint",
        Back = $"webhooks/{endpoint.Id}",
        Effects = ["Changes where events are sent to, and which. The secret and the place in the feed stay."],
        Fields = [.. Fields(endpoint.Url, endpoint.Types), ActionField.Hidden(Version, endpoint.Version)],
        Describe = input =>
        [
            input.Raw(Url) == endpoint.Url ? "The address stays." : $"Sends to {input.Raw(Url)} from now on, also what is not delivered yet, and no longer to {WebhookReads.HostOf(endpoint.Url)}.",
            $"Sends {TextOf(TypesOf(input))}{(TypesOf(input).SequenceEqual(endpoint.Types, StringComparer.Ordinal) ? ", as before" : null)}.",
        ],
        Perform = async input => WebhookActions.OutcomeOf(
            request, await webhooks.UpdateAsync(endpoint.Id, SettingsOf(input), ExpectedVersion.Of(input.Raw(Version)), input.CancellationToken).ConfigureAwait(false), "webhook"),
    };

    private static ActionPlan Add(ConsoleRequest request, IWebhookService webhooks) => new()
    {
        Title = "Add endpoint",
        Section = "webhooks",
        Button = "Add endpoint",
        Back = "webhooks",
        Effects = ["Sends the shop's events to an address from now on. The next page shows the secret that its receiver checks the signatures with, once."],
        Fields = Fields(string.Empty, []),
        Describe = static input =>
        [
            $"Sends {TextOf(TypesOf(input))} to {input.Raw(Url)}.",
            "The next page shows the secret. It is not shown again: put it into the receiver at once.",
        ],
        Perform = async input => WebhookActions.OutcomeOf(request, await webhooks.CreateAsync(SettingsOf(input), input.CancellationToken).ConfigureAwait(false), "webhook-added", "webhooks"),
    };

    private static ActionField[] Fields(string url, IReadOnlyList<string> types) =>
    [
        new ActionField(Url, "Address", ActionFieldKind.Text) { MaxLength = WebhookSettings.MaxUrlLength, IsRequired = true, Value = url, Help = "Such as https://shop.example/hooks." },
        new ActionField(Types, "Types of events", ActionFieldKind.LongText) { MaxLength = 2_000, Value = string.Join('\n', types), Help = "One a line, such as order.created or delivery.*. Empty: all events." },
    ];

    private static WebhookSettings SettingsOf(ActionInput input) => new() { Url = input.Raw(Url), Types = TypesOf(input) };

    private static string TextOf(List<string> types) => types.Count > 0 ? string.Join(", ", types) : "all events";

    private static List<string> TypesOf(ActionInput input) => [.. input.Raw(Types).Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
