namespace Bookstore.Storage;

/// <summary>One write: a small, pure decision over a few records, carried out in a batch with others.</summary>
/// <remarks>
/// Ids and the time are inputs, fixed when the operation is made, because a decision may run twice: after a conflict, after a batch was
/// split, and after an unknown outcome that turned out as not committed. It must decide the same from the same records each time.
/// </remarks>
internal abstract class Operation
{
    private const int Waiting = 0;
    private const int Gathered = 1;
    private const int Cancelled = 2;

    private CancellationTokenRegistration _cancellation;
    private int _state;

    /// <summary>Whether it begins something and may be refused for load; what finishes something begun is always let in.</summary>
    public abstract bool CanBeShed { get; }

    /// <summary>The book whose stock it looks at, or the first of several; <see langword="null"/> when it leaves stock alone. Decides which commit worker commits it.</summary>
    public virtual Isbn? StockPartition => null;

    /// <summary>How many records it touches, about: an order's lines and a book's search words count one each. Bounds a batch.</summary>
    public virtual int Weight => 1;

    /// <summary>Whether it is bulk work, such as an import, for which a batch has only a small share. See <see cref="BulkShare"/>.</summary>
    public virtual bool IsBulk => false;

    /// <summary>Whether it may wait for records that another transaction has locked. What joins the work of many is refused at once instead, so that each can be tried alone.</summary>
    public virtual bool WaitsForLocks => true;

    /// <summary>The timestamp of its submission, from which its caller's wait counts.</summary>
    public long SubmittedAt { get; set; }

    /// <summary>Who makes the write: the actor of the flow that made the operation.</summary>
    public Actor? Actor { get; } = Actor.Current;

    /// <summary>How often it was retried outside its commit worker.</summary>
    public int Deferrals { get; set; }

    /// <summary>How often a record that it inserts existed.</summary>
    public int Duplicates { get; set; }

    /// <summary>Whether its caller's continuation runs on the completing thread.</summary>
    public bool ContinuesInline { get; private set; }

    /// <summary>Whether its caller has a result, an exception or a cancellation.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>Names the records that <see cref="Decide"/> looks at.</summary>
    public abstract void DeclareKeys(RecordKeys keys);

    /// <summary>Names the records that a conflict of this operation can be about: those it needs, and those it inserts without loading them.</summary>
    public virtual void Touches(RecordKeys keys) => DeclareKeys(keys);

    /// <summary>Reads, checks, and stages changes or refuses. No I/O, no clock, no new ids. Keeps its result for <see cref="Complete"/>.</summary>
    public abstract void Decide(WorkingSet records);

    /// <summary>Completes the caller's task with the result of the last decision. Called after the commit; the caller's continuation runs in this call, see <see cref="BatchCompletion"/>.</summary>
    public abstract void Complete();

    /// <summary>Completes the caller's task with an exception. The caller's continuation runs elsewhere.</summary>
    public abstract void Fail(Exception exception);

    /// <summary>Makes cancellation count until the operation is gathered.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((Operation)state!).TryCancel(token), this);
        }
    }

    /// <summary>Takes the operation into a batch, unless its caller has given up. From here on cancellation does not count.</summary>
    public bool TryGather()
    {
        var gathered = Interlocked.CompareExchange(ref _state, Gathered, Waiting) == Waiting;
        _cancellation.Unregister();
        return gathered;
    }

    /// <summary>Makes its caller's continuation run on the completing thread.</summary>
    public void ContinueInline() => ContinuesInline = true;

    private protected abstract void OnCancelled(CancellationToken cancellationToken);

    private void TryCancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
        {
            OnCancelled(cancellationToken);
        }
    }
}

/// <summary>A write with a result.</summary>
/// <typeparam name="TResult">The result: an outcome and its payload.</typeparam>
internal abstract class Operation<TResult> : Operation
{
    private readonly TaskCompletionSource<TResult> _completion = new();
    private TResult? _result;

    public Task<TResult> Completion => _completion.Task;

    public sealed override bool IsCompleted => _completion.Task.IsCompleted;

    public sealed override void Decide(WorkingSet records) => _result = DecideOn(records);

    public sealed override void Complete() => _completion.TrySetResult(_result!);

    public sealed override void Fail(Exception exception)
    {
        if (ContinuesInline)
        {
            _completion.TrySetException(exception);
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static failed => failed.Completion.TrySetException(failed.Exception), (Completion: _completion, Exception: exception), preferLocal: false);
    }

    protected abstract TResult DecideOn(WorkingSet records);

    private protected sealed override void OnCancelled(CancellationToken cancellationToken)
    {
        if (ContinuesInline)
        {
            _completion.TrySetCanceled(cancellationToken);
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static cancelled => cancelled.Completion.TrySetCanceled(cancelled.Token), (Completion: _completion, Token: cancellationToken), preferLocal: false);
    }
}
