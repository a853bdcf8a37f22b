using Bookstore.Storage;

namespace Bookstore;

/// <summary>Writes or removes an erasure, if no other host wrote it meanwhile. Without one before it stores a new one, unless there is one.</summary>
/// <param name="before">The erasure as this host knows it; <see langword="null"/> for a new one.</param>
/// <param name="after">The erasure as it is to be.</param>
/// <param name="dueAt">When orders are looked for again, in the store's time; <see langword="null"/> removes it.</param>
internal sealed class SaveErasure(ErasureBody? before, ErasureBody after, DateTimeOffset? dueAt) : Operation<ErasureBody?>
{
    private readonly DocumentId _id = ErasureBody.IdOf(after.CustomerId);

    public override bool CanBeShed => before is null;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(_id);

    // The erasure as it is now; null when there is none any more.
    protected override ErasureBody? DecideOn(WorkingSet records)
    {
        var stored = records.Documents.Find(_id);
        var current = stored is null ? null : ErasureBody.Documents.Read(stored);
        if (before is null ? current is not null : current?.Fence != before.Fence)
        {
            return current;
        }

        if (dueAt is null)
        {
            records.Documents.Remove(_id);
            return null;
        }

        var next = after with { Fence = (current?.Fence ?? 0) + 1 };
        records.Documents.Put(_id, ErasureBody.Documents.Write(_id.Id, next, stored) with { DueAt = dueAt });
        return next;
    }
}
