using Bookstore.AspNetCore;
using Bookstore.Contracts;

namespace Bookstore.Operating;

/// <summary>The work towards the outside that is due or needs a person.</summary>
internal static class WorkListReads
{
    public static async ValueTask<ConsoleAnswer> ShowAsync(ConsoleRequest request)
    {
        var (kind, state, after) = (request.Query("kind"), request.Query("state"), request.Query("after"));
        var query = new WorkQuery
        {
            Kind = KindOf(kind),
            State = state switch { WorkStates.Due => WorkItemState.Due, WorkStates.Attention => WorkItemState.Attention, _ => null },
            Limit = ConsoleRequest.PageSize,
            After = after,
        };
        var page = await request.Service<IBookstoreMaintenance>().ListWorkAsync(query, request.Aborted).ConfigureAwait(false);
        return ConsoleAnswer.Page<WorkListPage, WorkListModel>("Work", "work", new WorkListModel(kind, state, page, ListAddress.Of("work", ("kind", kind), ("state", state)), after is not null));
    }

    public static WorkItemKind? KindOf(string? name)
    {
        foreach (var known in Enum.GetValues<WorkItemKind>())
        {
            if (StatusNames.Of(known) == name)
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>Why it needs a person, as the API names it; <see langword="null"/> for work that is due.</summary>
    public static string? ReasonOf(WorkItem item) => Resources.From(item).Attention?.Reason;

    /// <summary>Since when it needs a person.</summary>
    public static DateTimeOffset? SinceOf(WorkItem item) => item.OrderAttention?.Since ?? item.DeliveryAttention?.Since ?? item.ReturnAttention?.Since ?? item.ParkedSince;

    /// <summary>What it is about: a text, and its page with the role that sees it.</summary>
    public static (string Text, string? Path, ApiRole Role) SubjectOf(WorkItem item) => item switch
    {
        { WebhookId: { } webhook, EventId: { } happened } => ($"event {Format.Short(happened)}", $"webhooks/{webhook}", ApiRole.WebhooksManage),
        { WebhookId: { } webhook } => ($"endpoint {Format.Short(webhook)}", $"webhooks/{webhook}", ApiRole.WebhooksManage),
        { EventId: { } happened } => ($"event {Format.Short(happened)}", null, ApiRole.None),
        { DeliveryId: { } delivery, OrderId: { } order } => ($"delivery {Format.Short(delivery)}", $"orders/{order}", ApiRole.OrdersRead),
        { RefundId: { } refund, OrderId: { } order } => ($"refund {Format.Short(refund)}", $"orders/{order}", ApiRole.OrdersRead),
        { Kind: WorkItemKind.Return, OrderId: { } order } => ($"return {Format.Short(item.Id)}", $"orders/{order}", ApiRole.OrdersRead),
        { OrderId: { } order } => ($"order {Format.Short(order)}", $"orders/{order}", ApiRole.OrdersRead),
        _ => (Format.Short(item.Id), null, ApiRole.None),
    };

    /// <summary>With whom it is done: the gateway, the courier, the handler or the source.</summary>
    public static string? PartyOf(WorkItem item) => item.Courier ?? item.Gateway ?? item.Source;
}

/// <summary>What the list of work shows.</summary>
internal sealed record WorkListModel(string? Kind, string? State, Page<WorkItem> Page, ListAddress Address, bool IsLaterPage)
{
    public bool IsFiltered => Kind is not null || State is not null;
}
