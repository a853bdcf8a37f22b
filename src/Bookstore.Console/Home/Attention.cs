using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Reads what needs a person, of all that this person may see: a few of each kind.</summary>
internal static class Attention
{
    private const int Most = 10;

    public static async ValueTask<AttentionList> ReadAsync(ConsoleRequest request, HourlySales? sales)
    {
        var list = new AttentionList();
        await AddOrdersAsync(request, list).ConfigureAwait(false);
        await AddDeliveriesAsync(request, list).ConfigureAwait(false);
        await AddReturnsAsync(request, list).ConfigureAwait(false);
        await AddWebhooksAsync(request, list).ConfigureAwait(false);
        await AddWorkAsync(request, list).ConfigureAwait(false);
        await AddAuditsAsync(request, list).ConfigureAwait(false);
        AddStock(request, list, sales);
        return list;
    }

    private static async ValueTask AddOrdersAsync(ConsoleRequest request, AttentionList list)
    {
        if (request.Can(ApiRole.OrdersRead))
        {
            var page = await request.Service<ISalesService>().ListOrdersAsync(new OrderQuery { Attention = true, Limit = Most }, request.Aborted).ConfigureAwait(false);
            list.Add(page.Items.Select(static order => new AttentionItem(
                Format.Words(StatusNames.Of(order.Attention!.Reason)),
                order.Attention.Reason == AttentionReason.AuthorizationExpiring ? Tones.Warn : Tones.Bad,
                $"Order {Format.Short(order.Id)}",
                $"orders/{order.Id}",
                order is { Attention.Reason: AttentionReason.AuthorizationExpiring, AuthorizedUntil: { } until } ? $"{Format.Money(order.Total)}, held until {Format.Time(until)} UTC" : Format.Money(order.Total),
                order.Attention.Since)));
            list.AddMore(page.Next, "More orders", "orders?attention=1");
        }
    }

    private static async ValueTask AddDeliveriesAsync(ConsoleRequest request, AttentionList list)
    {
        if (request.Can(ApiRole.DeliveryRead))
        {
            var page = await request.Service<IDeliveryService>().ListAsync(new DeliveryQuery { Attention = true, Limit = Most }, request.Aborted).ConfigureAwait(false);
            list.Add(page.Items.Select(delivery => new AttentionItem(
                Format.Words(StatusNames.Of(delivery.Attention!.Reason)),
                Tones.Bad,
                $"Delivery {Format.Short(delivery.Id)}",
                request.Can(ApiRole.OrdersRead) ? $"orders/{delivery.OrderId}" : $"deliveries?order={delivery.OrderId}",
                delivery.Courier,
                delivery.Attention.Since)));
            list.AddMore(page.Next, "More deliveries", "deliveries?attention=1");
        }
    }

    private static async ValueTask AddReturnsAsync(ConsoleRequest request, AttentionList list)
    {
        if (request.Can(ApiRole.ReturnsRead))
        {
            var returns = request.Service<IReturnService>();
            var requested = await returns.ListAsync(new ReturnQuery { Status = ReturnStatus.Requested, Limit = Most }, request.Aborted).ConfigureAwait(false);
            var unclear = await returns.ListAsync(new ReturnQuery { Attention = true, Limit = Most }, request.Aborted).ConfigureAwait(false);
            list.Add(unclear.Items.Select(static known => new AttentionItem(
                Format.Words(StatusNames.Of(known.Attention!.Reason)), Tones.Bad, $"Return {Format.Short(known.Id)}", $"orders/{known.OrderId}", Format.Copies(known.Lines.Sum(static line => line.Quantity)), known.Attention.Since)));
            list.Add(requested.Items.Where(static known => known.Attention is null).Select(static known => new AttentionItem(
                "return requested", Tones.Warn, $"Return {Format.Short(known.Id)}", "returns?status=requested", Format.Copies(known.Lines.Sum(static line => line.Quantity)), known.CreatedAt)));
            list.AddMore(requested.Next, "More returns", "returns?status=requested");
        }
    }

    // One line for each endpoint: it may have any number of events that are not delivered.
    private static async ValueTask AddWebhooksAsync(ConsoleRequest request, AttentionList list)
    {
        if (request.Can(ApiRole.WebhooksManage) && request.Find<IWebhookService>() is not null)
        {
            var query = new WorkQuery { Kind = WorkItemKind.Webhook, State = WorkItemState.Attention, Limit = Page.DefaultLimit };
            var page = await request.Service<IBookstoreMaintenance>().ListWorkAsync(query, request.Aborted).ConfigureAwait(false);
            list.Add(page.Items.GroupBy(static item => item.WebhookId).Take(Most).Select(static parked => new AttentionItem(
                parked.Any(static item => item.EventId is null) ? "endpoint disabled" : "not delivered",
                Tones.Bad,
                $"Webhook {Format.Short(parked.Key.GetValueOrDefault())}",
                $"webhooks/{parked.Key}",
                parked.Count(static item => item.EventId is not null) switch { 0 => string.Empty, 1 => "1 event is not delivered", var events => $"{Format.Count(events)} events are not delivered" },
                parked.Min(static item => item.ParkedSince))));
        }
    }

    private static async ValueTask AddWorkAsync(ConsoleRequest request, AttentionList list)
    {
        if (request.Can(ApiRole.Operations))
        {
            foreach (var kind in (WorkItemKind[])[WorkItemKind.Inbox, WorkItemKind.EventHandler])
            {
                var query = new WorkQuery { Kind = kind, State = WorkItemState.Attention, Limit = Most };
                var page = await request.Service<IBookstoreMaintenance>().ListWorkAsync(query, request.Aborted).ConfigureAwait(false);
                var path = $"work?kind={StatusNames.Of(kind)}&state=attention";
                list.Add(page.Items.Select(item => new AttentionItem(
                    kind == WorkItemKind.Inbox ? "notification failed" : "not handled", Tones.Bad, WorkListReads.PartyOf(item) ?? Format.Short(item.Id), path, item.LastError ?? string.Empty, item.ParkedSince)));
                list.AddMore(page.Next, kind == WorkItemKind.Inbox ? "More notifications" : "More events", path);
            }
        }
    }

    // The last run of each kind counts: what an older one found may be mended.
    private static async ValueTask AddAuditsAsync(ConsoleRequest request, AttentionList list)
    {
        if (request.Can(ApiRole.Operations))
        {
            var runs = await request.Service<IBookstoreAudit>().ListRunsAsync(new PageRequest { Limit = Most }, request.Aborted).ConfigureAwait(false);
            foreach (var last in runs.Items.Where(static run => run.Status != AuditRunStatus.Running || run.Findings.Count > 0).DistinctBy(static run => run.Kind).Where(static run => run.Findings.Count > 0 || run.Status == AuditRunStatus.Failed))
            {
                list.Add([new AttentionItem(
                    last.Findings.Count > 0 ? "audit findings" : "audit failed",
                    Tones.Bad,
                    AuditReads.TitleOf(last.Kind),
                    $"audits/{last.RunId}",
                    last.Findings.Count > 0 ? Format.Findings(last.Findings.Count) : last.Failure ?? string.Empty,
                    last.UpdatedAt)]);
            }
        }
    }

    private static void AddStock(ConsoleRequest request, AttentionList list, HourlySales? sales)
    {
        if (request.Can(ApiRole.StockRead) && sales is not null)
        {
            list.Add(sales.LowStock.Take(Most).Select(static listing => new AttentionItem(
                listing.Stock.Available == 0 ? "none left" : $"{Format.Count(listing.Stock.Available)} left",
                listing.Stock.Available == 0 ? Tones.Bad : Tones.Warn,
                listing.Book.Title,
                $"stock/{listing.Book.Isbn}",
                "sold in the last 24 hours",
                null)));
        }
    }
}

/// <summary>What needs a person.</summary>
internal sealed class AttentionList
{
    private readonly List<AttentionItem> _items = [];
    private readonly List<(string Text, string Path)> _more = [];

    public IReadOnlyList<AttentionItem> Items => _items;

    /// <summary>Where the rest of a kind is listed.</summary>
    public IReadOnlyList<(string Text, string Path)> More => _more;

    public void Add(IEnumerable<AttentionItem> items) => _items.AddRange(items);

    public void AddMore(string? next, string text, string path)
    {
        if (next is not null)
        {
            _more.Add((text, path));
        }
    }
}

/// <summary>One thing that needs a person.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Tone">The colour of the reason.</param>
/// <param name="Subject">What it is.</param>
/// <param name="Path">Its page.</param>
/// <param name="Detail">What else is known of it.</param>
/// <param name="Since">Since when.</param>
internal sealed record AttentionItem(string Reason, string Tone, string Subject, string Path, string Detail, DateTimeOffset? Since);
