using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The one unit whose turn it is.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class InMemoryUnit(InMemoryStore store, WorkingSet records) : IStoreTransaction
{
    private bool _ended;

    public WorkingSet Records { get; } = records;

    public ValueTask CommitAsync(CommitToken mark)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        try
        {
            store.Commit(Records, mark);
        }
        catch (StoreConflictException conflict)
        {
            // One unit is open at a time, so what exists now existed when it was loaded.
            throw new StoreConflictException(conflict.Message, conflict) { Reason = conflict.Reason, Keys = conflict.Keys, IsPermanent = true };
        }

        End();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private void End()
    {
        if (!_ended)
        {
            _ended = true;
            store.EndTurn();
        }
    }
}
