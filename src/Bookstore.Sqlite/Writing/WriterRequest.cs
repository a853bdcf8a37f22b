namespace Bookstore.Sqlite;

/// <summary>Work that waits for the writer thread.</summary>
internal abstract class WriterRequest
{
    /// <summary>Does the work, unless it was cancelled before.</summary>
    public abstract void Run();

    /// <summary>Says that the store is closed.</summary>
    public abstract void Refuse();
}

/// <summary>Work that waits for the writer thread and gives a result.</summary>
/// <typeparam name="T">The result.</typeparam>
/// <param name="work">The work.</param>
/// <param name="staysOnSuccess">Whether the caller continues on the writer thread after success. After a failure it never does.</param>
internal sealed class WriterRequest<T>(Func<CancellationToken, T> work, bool staysOnSuccess) : WriterRequest
{
    // Its continuations run on the thread that completes it, see Complete.
    private readonly TaskCompletionSource<T> _completion = new();
    private CancellationToken _cancellationToken;
    private CancellationTokenRegistration _registration;
    private int _isTaken;

    public Task<T> Task => _completion.Task;

    /// <summary>Takes the request back when the token is cancelled before the work begins.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellationToken = cancellationToken;
            _registration = cancellationToken.UnsafeRegister(static state => ((WriterRequest<T>)state!).Cancel(), this);
        }
    }

    public override void Run()
    {
        if (!TryTake())
        {
            return;
        }

        T result;
        try
        {
            result = work(_cancellationToken);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            FailElsewhere(exception);
            return;
        }

        if (staysOnSuccess)
        {
            _completion.TrySetResult(result);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static done => done.Completion.TrySetResult(done.Result), (Completion: _completion, Result: result), preferLocal: false);
        }
    }

    public override void Refuse()
    {
        if (TryTake())
        {
            FailElsewhere(new ObjectDisposedException(nameof(SqliteStore), "The SQLite store is closed."));
        }
    }

    /// <summary>Fails the request. The caller continues on the thread pool: its handling of a failure may block, or wait for the writer thread.</summary>
    public void FailElsewhere(Exception exception) => ThreadPool.UnsafeQueueUserWorkItem(
        static failed =>
        {
            if (failed.Exception is OperationCanceledException cancelled)
            {
                failed.Completion.TrySetCanceled(cancelled.CancellationToken);
            }
            else
            {
                failed.Completion.TrySetException(failed.Exception);
            }
        },
        (Completion: _completion, Exception: exception),
        preferLocal: false);

    private void Cancel()
    {
        if (TryTake())
        {
            FailElsewhere(new OperationCanceledException(_cancellationToken));
        }
    }

    private bool TryTake()
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            return false;
        }

        _registration.Unregister();
        return true;
    }
}
