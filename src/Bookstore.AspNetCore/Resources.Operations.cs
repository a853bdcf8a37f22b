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

    public static AuditFindingResource From(AuditFinding finding) => new()
    {
        Code = finding.Code,
        Id = finding.Id,
        Detail = finding.Detail,
        Meaning = finding.Meaning,
        Action = finding.Action,
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
}
