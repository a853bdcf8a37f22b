namespace Bookstore.Storage;

/// <summary>Completes the operations of a committed batch on the thread pool, with a few work items for all of them instead of one for each.</summary>
internal sealed class BatchCompletion : IThreadPoolWorkItem
{
    private readonly Operation[] _operations;
    private int _next;

    private BatchCompletion(Operation[] operations) => _operations = operations;

    /// <summary>Gives each operation of a batch its answer, elsewhere: the writer turns to the next batch.</summary>
    public static void Give(List<Operation> batch)
    {
        var answers = new BatchCompletion([.. batch]);
        if (batch[0].ContinuesInline)
        {
            answers.GiveRest();
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(answers, preferLocal: false);
    }

    /// <inheritdoc/>
    public void Execute()
    {
        // A caller's continuation runs in here, and may block. While answers are left another work item is on its way, so that the others do not wait for it.
        if (Volatile.Read(ref _next) < _operations.Length - 1)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        GiveRest();
    }

    private void GiveRest()
    {
        for (var i = Interlocked.Increment(ref _next) - 1; i < _operations.Length; i = Interlocked.Increment(ref _next) - 1)
        {
            _operations[i].Complete();
        }
    }
}
