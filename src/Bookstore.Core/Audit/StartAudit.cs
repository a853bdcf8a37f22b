using Bookstore.Storage;

namespace Bookstore;

/// <summary>Stores a new run and the job to do it. While there is a job of the kind, its run counts.</summary>
/// <param name="newRunId">The id of the run, if it is a new one.</param>
/// <param name="begun">The run.</param>
/// <param name="now">The store's time.</param>
/// <param name="removeAt">When the run is removed, unless a step of it is stored.</param>
internal sealed class StartAudit(Guid newRunId, AuditRunBody begun, DateTimeOffset now, DateTimeOffset removeAt) : Operation<Guid>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(AuditJobs.IdOf(begun.Kind));
        keys.Documents.Add(AuditRuns.Documents.IdOf(newRunId));
    }

    protected override Guid DecideOn(WorkingSet records)
    {
        var jobId = AuditJobs.IdOf(begun.Kind);
        if (records.Documents.Find(jobId) is { } underWay)
        {
            return AuditJobs.Documents.Read(underWay).RunId;
        }

        records.Documents.Put(jobId, AuditJobs.Documents.Write(jobId.Id, new AuditJobBody { RunId = newRunId }, null) with { DueAt = now });
        var runId = AuditRuns.Documents.IdOf(newRunId);
        records.Documents.Put(runId, AuditRuns.Documents.Write(newRunId, begun, null) with { State = AuditRuns.UnderWay, DueAt = removeAt });
        AuditEvents.AppendStarted(records, newRunId, begun.Kind, now);
        return newRunId;
    }
}
