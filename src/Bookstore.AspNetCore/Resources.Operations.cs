using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>What the person who runs the shop reads.</summary>
internal static partial class Resources
{
    public static AuditResource From(AuditProgress run) => new()
    {
        AuditId = run.RunId.ToString(),
        Kind = StatusNames.Of(run.Kind),
        Status = StatusNames.Of(run.Status),
        Checked = run.Checked,
        Findings = run.Findings.Count,
        PartsDone = run.PartsDone,
        Parts = run.Parts,
        Foreign = run.Foreign,
        Failure = run.Failure,
        StartedAt = run.StartedAt,
        UpdatedAt = run.UpdatedAt,
    };

    public static CustomerErasureResource From(CustomerErasure erasure) => new()
    {
        Status = StatusNames.Of(erasure.Status),
        ErasedOrders = erasure.ErasedOrders,
        Waiting = erasure.Waiting,
        WaitingOrderIds = [.. erasure.WaitingOrders.Select(static id => id.ToString())],
        StartedAt = erasure.StartedAt,
    };

    public static AuditFindingResource From(AuditFinding finding) => new()
    {
        Code = finding.Code,
        Id = finding.Id,
        Detail = finding.Detail,
        Meaning = finding.Meaning,
        Action = finding.Action,
    };

    public static WorkResource From(WorkItem item) => new()
    {
        WorkId = item.Id.ToString(),
        Kind = StatusNames.Of(item.Kind),
        State = item.State == WorkItemState.Attention ? WorkStates.Attention : WorkStates.Due,
        OrderId = item.OrderId?.ToString(),
        RefundId = item.RefundId?.ToString(),
        DeliveryId = item.DeliveryId?.ToString(),
        WebhookId = item.WebhookId?.ToString(),
        EventId = item.EventId?.ToString(),
        Source = item.Source,
        Gateway = item.Gateway,
        Courier = item.Courier,
        DueAt = item.DueAt,
        Attempts = item.Attempts,
        LastError = item.LastError,
        Action = item.Action,
        Attention = item switch
        {
            { OrderAttention: { } payment } => Attention(StatusNames.Of(payment.Reason), payment.Code, payment.Since),
            { DeliveryAttention: { } courier } => Attention(StatusNames.Of(courier.Reason), courier.Code, courier.Since),
            { ReturnAttention: { } waiting } => Attention(StatusNames.Of(waiting.Reason), null, waiting.Since),
            { ParkedSince: { } since } => Attention(ReasonOf(item), null, since),
            _ => null,
        },
    };

    public static WebhookDeliveryResource From(WebhookDelivery delivery) => new()
    {
        EventId = delivery.EventId.ToString(),
        Type = delivery.Type,
        Resource = delivery.Resource,
        Sequence = delivery.Sequence,
        State = StatusNames.Of(delivery.State),
        Attempts = delivery.Attempts,
        DueAt = delivery.DueAt,
        At = delivery.At,
        DurationMilliseconds = delivery.Duration is { } duration ? (long)duration.TotalMilliseconds : null,
        Status = delivery.Status,
        Response = delivery.Response,
        Error = delivery.Error,
    };

    private static string ReasonOf(WorkItem parked) => parked.Kind == WorkItemKind.Inbox ? ParkedReasons.NotificationFailed
        : parked.EventId is null ? ParkedReasons.EndpointDisabled
        : ParkedReasons.NotDelivered;
}
