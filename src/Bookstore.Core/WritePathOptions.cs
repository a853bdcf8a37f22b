using System.Diagnostics.Metrics;

namespace Bookstore;

/// <summary>The limits of the write path, on which all writes are decided in memory and committed in groups.</summary>
public sealed class WritePathOptions
{
    // No properties: those would be settings.
    private IMeterFactory? _meters;
    private object? _instruments;

    /// <summary>How many writes that begin something may wait; more are refused with <see cref="BookstoreOverloadedException"/>. 1 to 1,000,000. Default 4,096.</summary>
    public int QueueCapacity { get; set; } = 4_096;

    /// <summary>The most operations of one commit. 1 to 10,000. Default 512.</summary>
    public int MaxBatchSize { get; set; } = 512;

    /// <summary>
    /// The most records that the operations of one commit touch, where each line of an order and each search word of a saved book counts one. A single operation that touches more is committed alone.
    /// 1 to 1,000,000. Default 2,048.
    /// </summary>
    public int MaxBatchRecords { get; set; } = 2_048;

    /// <summary>
    /// How long an operation is retried, counted from its submission, before its caller gets a transient <see cref="BookstoreStoreException"/>. The wait in the queue counts as well, and so does the wait
    /// for a store that does not answer while nothing is written; neither ends within the first second. Once a commit has begun, its outcome is waited for, see <see cref="OutcomeTimeout"/>. Operations
    /// whose records another transaction has locked are retried apart from the others. Zero to 10 minutes. Default 5 seconds.
    /// </summary>
    public TimeSpan RetryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the store is asked whether a commit took effect, before the callers of the batch get a <see cref="BookstoreStoreException"/> with
    /// <see cref="BookstoreStoreException.IsOutcomeUnknown"/>. 1 second to 1 hour. Default 30 seconds.
    /// </summary>
    public TimeSpan OutcomeTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The shop's name in metrics.</summary>
    internal string? ShopName { get; set; }


    /// <summary>Whether continuations run on the completing thread instead of on the thread pool, so that one thread can simulate a whole shop.</summary>
    internal bool ContinuesInline { get; set; }

    /// <summary>How long a batch waits for records that another transaction has locked, before it is committed without the operations that need them.</summary>
    internal TimeSpan LockWait => TimeSpan.FromMilliseconds(Math.Clamp(RetryTimeout.TotalMilliseconds / 10, 50, 1_000));

    /// <summary>How long an operation may wait in the queue.</summary>
    internal TimeSpan QueueTimeout => RetryTimeout > TimeSpan.FromSeconds(1) ? RetryTimeout : TimeSpan.FromSeconds(1);

    /// <summary>Gives the application's factory of meters, where its services have one.</summary>
    internal void UseMeters(IMeterFactory? meters) => _meters = meters;

    /// <summary>The shop's instruments, made when they are first needed.</summary>
    internal T Instruments<T>(Func<IMeterFactory?, string?, T> make)
        where T : class => (T)(_instruments ??= make(_meters, ShopName));
}
