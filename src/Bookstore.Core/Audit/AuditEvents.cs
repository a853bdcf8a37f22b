using System.Globalization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The event of an audit: who started it.</summary>
internal static class AuditEvents
{
    private const long FirstSequence = 1;

    /// <summary>Appends that an audit was started.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="runId">The run.</param>
    /// <param name="kind">What it checks.</param>
    /// <param name="at">When it was started.</param>
    public static void AppendStarted(WorkingSet records, Guid runId, AuditKind kind, DateTimeOffset at)
    {
        if (!records.Events.IsEnabled)
        {
            return;
        }

        var data = records.Events.BeginData(new EventSubject(EventSubjectKind.None, runId));
        data.WriteString("audit_id"u8, runId);
        data.WriteString("kind"u8, kind == AuditKind.Verification ? "verify" : "reconcile");
        records.Events.Append(new BookstoreEvent
        {
            Id = EventIdentity.Of(runId, FirstSequence, at),
            Position = 0,
            Type = EventTypes.AuditStarted,
            Resource = string.Create(CultureInfo.InvariantCulture, $"audits/{runId}"),
            Sequence = FirstSequence,
            OccurredAt = at,
            Data = EventData.ToJson(records.Events.EndData(), runId),
        });
    }
}
