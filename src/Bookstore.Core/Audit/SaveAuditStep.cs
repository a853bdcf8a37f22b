using Bookstore.Storage;

namespace Bookstore;

/// <summary>Stores a step of an audit run. Where another host stored a step first, that one is kept and returned.</summary>
/// <param name="runId">The run.</param>
/// <param name="next">The run after the step.</param>
/// <param name="removeAt">When the run is removed, unless a further step is stored.</param>
internal sealed class SaveAuditStep(Guid runId, AuditRunBody next, DateTimeOffset removeAt) : Operation<AuditRunBody>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(AuditRuns.Documents.IdOf(runId));

    protected override AuditRunBody DecideOn(WorkingSet records)
    {
        var id = AuditRuns.Documents.IdOf(runId);
        var stored = records.Documents.Find(id);
        if (stored is not null && AuditRuns.Documents.Read(stored) is { } known && known.Steps != next.Steps - 1)
        {
            return known;
        }

        records.Documents.Put(id, AuditRuns.Documents.Write(runId, next, stored) with { State = next.Status == AuditRunStatus.Running ? AuditRuns.UnderWay : AuditRuns.Ended, DueAt = removeAt });
        return next;
    }
}
