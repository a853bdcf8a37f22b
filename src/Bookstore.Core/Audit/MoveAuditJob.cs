using Bookstore.Storage;

namespace Bookstore;

/// <summary>Acquires or extends the lease of a job, postpones it, or removes it; refused when another host wrote it meanwhile.</summary>
/// <param name="kind">The kind of audit.</param>
/// <param name="known">The job as this host knows it.</param>
/// <param name="attempts">How many steps failed in succession.</param>
/// <param name="dueAt">When the job is due for any host; <see langword="null"/> removes it.</param>
internal sealed class MoveAuditJob(AuditKind kind, AuditJobBody known, int attempts, DateTimeOffset? dueAt) : Operation<AuditJobBody?>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(AuditJobs.IdOf(kind));

    protected override AuditJobBody? DecideOn(WorkingSet records)
    {
        var id = AuditJobs.IdOf(kind);
        if (records.Documents.Find(id) is not { } stored || AuditJobs.Documents.Read(stored) is not { } job || job.RunId != known.RunId || job.Fence != known.Fence)
        {
            return null;
        }

        var moved = job with { Fence = job.Fence + 1, Attempts = attempts };
        if (dueAt is null)
        {
            records.Documents.Remove(id);
        }
        else
        {
            records.Documents.Put(id, AuditJobs.Documents.Write(id.Id, moved, stored) with { DueAt = dueAt });
        }

        return moved;
    }
}
