using Bookstore.Diagnostics;

namespace Bookstore.Storage;

/// <summary>Which operations a fault of the store concerns, and what their callers get.</summary>
internal static class BatchFaults
{
    /// <summary>Whether the store as a whole cannot be used for a while, so that every batch would meet the same.</summary>
    public static bool IsOfStore(Exception obstacle) =>
        obstacle is BookstoreStoreException { IsTransient: true } or StoreConflictException { Reason: StoreConflictReason.Locked, Keys: null };

    public static bool IsPermanent(Exception obstacle) => obstacle is not (StoreConflictException { IsPermanent: false } or BookstoreStoreException { IsTransient: true });

    /// <summary>Moves the operations that a conflict's records concern out of a batch.</summary>
    /// <returns>Those operations; empty when the store could not tell.</returns>
    public static List<Operation> TakeConcerned(List<Operation> batch, Exception obstacle)
    {
        var concerned = new List<Operation>();
        if (obstacle is not StoreConflictException { Keys: { LockableCount: > 0 } inConflict })
        {
            return concerned;
        }

        var keys = new RecordKeys();
        batch.RemoveAll(operation =>
        {
            keys.Clear();
            operation.Touches(keys);
            if (!keys.Overlaps(inConflict))
            {
                return false;
            }

            concerned.Add(operation);
            return true;
        });
        return concerned;
    }

    /// <summary>Fails the operations whose time is up and removes them.</summary>
    public static void RemoveLate(List<Operation> batch, Func<Operation, bool> isLate, Exception obstacle) => batch.RemoveAll(operation =>
    {
        var late = isLate(operation);
        if (late)
        {
            operation.Fail(ToTell(obstacle));
        }

        return late;
    });

    public static void FailAll(List<Operation> batch, Exception obstacle)
    {
        var told = ToTell(obstacle);
        foreach (var operation in batch)
        {
            operation.Fail(told);
        }

        batch.Clear();
    }

    /// <summary>Fails operations that do not wait for locked records, or for which there is no room among those that do.</summary>
    public static void Refuse(List<Operation> refused, BookstoreMetrics metrics)
    {
        if (refused.Count > 0)
        {
            metrics.CountRefused(refused.Count(static operation => operation.WaitsForLocks));
            FailAll(refused, new StoreConflictException("The records are locked, and the operation does not wait for them or finds no room.") { Reason = StoreConflictReason.Locked });
        }
    }

    private static BookstoreException ToTell(Exception obstacle) => obstacle switch
    {
        StoreConflictException { IsPermanent: true } or StoreConflictException { Reason: StoreConflictReason.Duplicate } => new BookstoreStoreException(
            "The store refuses the write because a record that it inserts exists; nothing was written. The inner exception says which.", obstacle),
        StoreConflictException { Reason: StoreConflictReason.Locked } => new BookstoreStoreException(
            "Another program has locked a record that the write needs; nothing was written. Try again.", obstacle)
        { IsTransient = true },
        StoreConflictException => new BookstoreStoreException("Concurrent writers changed the records at each attempt; nothing was written. Try again.", obstacle) { IsTransient = true },
        BookstoreException told => told,
        _ => new BookstoreStoreException("The store failed before anything was written; the inner exception says why.", obstacle),
    };
}
