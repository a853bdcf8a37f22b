namespace Bookstore.Storage;

/// <summary>Operations that are retried together.</summary>
/// <remarks>Not safe for use from several threads at a time, see <see cref="DeferredGroups"/>.</remarks>
internal sealed class DeferredGroup
{
    // A lock that is held for long is waited for at each eighth attempt; the others only look whether it is free.
    private const int WaitEvery = 8;
    private const int FirstWaits = 2;

    /// <summary>The record that all of them need; <see langword="null"/> when it is not known which one it is.</summary>
    public ContendedRecord? Record { get; init; }

    public List<Operation> Operations { get; } = [];

    public TimeSpan NotBefore { get; set; }

    public bool IsRunning { get; set; }

    public int Attempts { get; set; }

    /// <summary>What prevented them last.</summary>
    public required Exception Obstacle { get; init; }

    /// <summary>Whether this attempt waits for locks as long as a commit worker does.</summary>
    public bool WaitsForLocks => Record is not null && (Attempts <= FirstWaits || Attempts % WaitEvery == 0);

    /// <summary>Moves the oldest operations into a batch, as many as it may have, and at least one if there is any.</summary>
    /// <returns>How many were moved.</returns>
    public int Take(List<Operation> batch, WritePathOptions options)
    {
        var (taken, records) = (0, 0);
        while (taken < Operations.Count && taken < options.MaxBatchSize && (taken == 0 || records + Operations[taken].Weight <= options.MaxBatchRecords))
        {
            records += Operations[taken++].Weight;
        }

        batch.AddRange(Operations.GetRange(0, taken));
        Operations.RemoveRange(0, taken);
        return taken;
    }
}
