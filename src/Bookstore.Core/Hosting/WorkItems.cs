using Bookstore.Storage;

namespace Bookstore;

/// <summary>Makes entries of the list of work out of records. Pure; times are the store's.</summary>
internal static class WorkItems
{
    public static WorkItem Of(OrderRecord record)
    {
        var order = record.Order;
        return new WorkItem
        {
            Id = order.Id,
            Kind = WorkItemKind.Payment,
            State = StateOf(order.Attention is not null),
            OrderId = order.Id,
            Gateway = record.Gateway,
            DueAt = record.DueAt,
            Attempts = record.Attempts,
            LastError = order.Attention?.Code ?? order.PaymentFailureCode,
            OrderAttention = order.Attention,
        };
    }

    /// <summary>The work of a refund, also of one that cannot be read.</summary>
    public static WorkItem Of(DocumentRecord document, RefundRecord? refund) => new()
    {
        Id = document.Id.Id,
        Kind = WorkItemKind.Refund,
        State = StateOf(refund?.Refund.Attention is not null),
        OrderId = document.OwnerId.GetValueOrDefault(),
        RefundId = document.Id.Id,
        Gateway = refund?.Gateway,
        DueAt = document.DueAt,
        Attempts = refund?.Attempts ?? 0,
        LastError = refund?.Refund.Attention?.Code ?? refund?.Refund.FailureCode,
        OrderAttention = refund?.Refund.Attention,
    };

    public static WorkItem Of(DeliveryRecord record)
    {
        var delivery = record.Delivery;
        return new WorkItem
        {
            Id = delivery.Id,
            Kind = WorkItemKind.Courier,
            State = StateOf(delivery.Attention is not null),
            OrderId = delivery.OrderId,
            DeliveryId = delivery.Id,
            Courier = delivery.Courier,
            DueAt = record.DueAt,
            Attempts = record.Attempts,
            LastError = delivery.Attention?.Code,
            DeliveryAttention = delivery.Attention,
        };
    }

    public static WorkItem Of(WebhookEndpoint endpoint) => new()
    {
        Id = endpoint.Id,
        Kind = WorkItemKind.Webhook,
        State = WorkItemState.Attention,
        WebhookId = endpoint.Id,
        Attempts = 0,
        LastError = endpoint.DisableReason is { } reason ? EventData.NameOf(reason) : null,
        ParkedSince = endpoint.DisabledAt,
    };

    /// <summary>The work of an event that a consumer has not dealt with.</summary>
    /// <param name="document">The event's document.</param>
    /// <param name="parked">Its body.</param>
    /// <param name="consumer">The consumer's name; <see langword="null"/> where it is not known any more.</param>
    public static WorkItem Of(DocumentRecord document, ParkedEventBody parked, string? consumer)
    {
        var webhookId = consumer is null ? null : ConsumerDocuments.WebhookOf(consumer);
        return new WorkItem
        {
            Id = document.Id.Id,
            Kind = webhookId is null ? WorkItemKind.EventHandler : WorkItemKind.Webhook,
            State = StateOf(document.DueAt is null),
            WebhookId = webhookId,
            EventId = parked.EventId,
            Source = webhookId is null ? consumer : null,
            DueAt = document.DueAt,
            Attempts = parked.Attempts,
            LastError = parked.Error,
            ParkedSince = document.DueAt is null ? parked.ParkedAt : null,
        };
    }

    public static WorkItem Of(InboxRecord entry)
    {
        var isParked = entry.State == InboxState.Parked;
        return new WorkItem
        {
            Id = entry.Id,
            Kind = WorkItemKind.Inbox,
            State = StateOf(isParked),
            Source = entry.Body.Source,
            DueAt = isParked ? null : entry.Document.DueAt,
            Attempts = entry.Body.Attempts,
            LastError = entry.Body.Failure,
            ParkedSince = isParked ? entry.Body.ReceivedAt : null,
        };
    }

    /// <summary>The work of a return that needs a person, also of one that cannot be read.</summary>
    public static WorkItem Of(DocumentRecord document, Return? waiting) => new()
    {
        Id = document.Id.Id,
        Kind = WorkItemKind.Return,
        State = WorkItemState.Attention,
        OrderId = document.OwnerId.GetValueOrDefault(),
        Attempts = 0,
        ReturnAttention = waiting?.Attention,
    };

    private static WorkItemState StateOf(bool needsPerson) => needsPerson ? WorkItemState.Attention : WorkItemState.Due;
}
