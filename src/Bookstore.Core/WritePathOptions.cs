namespace Bookstore;

/// <summary>The limits of the write path, on which all writes are decided in memory and committed in groups.</summary>
public sealed class WritePathOptions
{
    /// <summary>How many writes that begin something may wait; more are refused with <see cref="BookstoreOverloadedException"/>. 1 to 1,000,000. Default 4,096.</summary>
    public int QueueCapacity { get; set; } = 4_096;

    /// <summary>The most operations of one commit. 1 to 10,000. Default 512.</summary>
    public int MaxBatchSize { get; set; } = 512;

    /// <summary>How many commits are under way at a time in a store that can do several, such as PostgreSQL. 1 to 64. Default 4.</summary>
    public int MaxBatchesInFlight { get; set; } = 4;

    /// <summary>How long a batch is tried again while the store is in the way or away, before its callers are told. Zero to 10 minutes. Default 5 seconds.</summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether all work goes on with whoever completes what it waits for, instead of on the thread pool: so one thread can simulate a whole shop.</summary>
    internal bool ContinuesInline { get; set; }
}
