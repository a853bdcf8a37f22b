using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>Copies that a cancellation frees while orders wait are not written down as to be allocated.</summary>
internal sealed class FreedCopiesForgotten : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var due in records.Documents.Touched.Where(entry => entry is { Loaded: null, Current.Id.Kind: "due-allocation" }).ToArray())
        {
            records.Documents.Remove(due.Key);
        }
    }
}
