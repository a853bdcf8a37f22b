using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The webhook endpoints, and what is sent to one of them.</summary>
internal static class WebhookReads
{
    public static async ValueTask<ConsoleAnswer> ListAsync(ConsoleRequest request)
    {
        if (request.Find<IWebhookService>() is not { } webhooks)
        {
            return ConsoleAnswer.Page<WebhookListPage, WebhookListModel>("Webhooks", "webhooks", new WebhookListModel(null, null, false));
        }

        var after = request.Query("after");
        var page = await webhooks.ListAsync(new PageRequest { Limit = ConsoleRequest.PageSize, After = after }, request.Aborted).ConfigureAwait(false);
        var rows = new List<WebhookRow>(page.Items.Count);
        foreach (var endpoint in page.Items)
        {
            // What is not delivered comes first.
            var first = await webhooks.ListDeliveriesAsync(endpoint.Id, new PageRequest { Limit = 1 }, request.Aborted).ConfigureAwait(false);
            rows.Add(new WebhookRow(endpoint, first?.Items is [var delivery] ? delivery : null));
        }

        return ConsoleAnswer.Page<WebhookListPage, WebhookListModel>("Webhooks", "webhooks", new WebhookListModel(rows, page.Next, after is not null));
    }

    public static async ValueTask<ConsoleAnswer> ShowAsync(ConsoleRequest request)
    {
        if (request.Find<IWebhookService>() is not { } webhooks || await webhooks.FindAsync(request.Id(), request.Aborted).ConfigureAwait(false) is not { } endpoint)
        {
            return ConsoleAnswer.Problem(Problems.WebhookNotFound);
        }

        var after = request.Query("after");
        var deliveries = await webhooks.ListDeliveriesAsync(endpoint.Id, new PageRequest { Limit = ConsoleRequest.PageSize, After = after }, request.Aborted).ConfigureAwait(false);
        return ConsoleAnswer.Page<WebhookPage, WebhookModel>(
            $"Webhook {HostOf(endpoint.Url)}", "webhooks", new WebhookModel(endpoint, deliveries ?? new Page<WebhookDelivery>([], null), OnceSecret.Take(request, endpoint.Id), after is not null));
    }

    /// <summary>The host of an address. Its path may have a token.</summary>
    public static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Authority : url;

    public static bool IsUndelivered(WebhookDelivery delivery) => delivery.State is WebhookDeliveryState.Retrying or WebhookDeliveryState.Waiting or WebhookDeliveryState.Parked;
}

/// <summary>What the list of endpoints shows; no endpoints at all where the shop has no webhooks.</summary>
internal sealed record WebhookListModel(IReadOnlyList<WebhookRow>? Rows, string? Next, bool IsLaterPage);

/// <summary>An endpoint, and the first of its deliveries: one that is not delivered, if there is one.</summary>
internal sealed record WebhookRow(WebhookEndpoint Endpoint, WebhookDelivery? First);

/// <summary>What the page of an endpoint shows.</summary>
internal sealed record WebhookModel(WebhookEndpoint Endpoint, Page<WebhookDelivery> Page, string? Secret, bool IsLaterPage);
