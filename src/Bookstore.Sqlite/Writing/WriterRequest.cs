namespace Bookstore.Storage;

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
internal sealed class WriterRequest<T>(Func<CancellationToken, T> work) : WriterRequest
{
    // Its continuations run on the thread that completes it: the writer thread.
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
        catch (OperationCanceledException exception)
        {
            _completion.TrySetCanceled(exception.CancellationToken);
            return;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _completion.TrySetException(exception);
            return;
        }

        _completion.TrySetResult(result);
    }

    public override void Refuse()
    {
        if (TryTake())
        {
            var closed = new ObjectDisposedException(nameof(SqliteStore), "The SQLite store is closed.");
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Completion.TrySetException(state.Closed), (Completion: _completion, Closed: closed), preferLocal: false);
        }
    }

    // The waiting caller goes on elsewhere, not on the thread that cancels.
    private void Cancel()
    {
        if (TryTake())
        {
            ThreadPool.UnsafeQueueUserWorkItem(static request => request._completion.TrySetCanceled(request._cancellationToken), this, preferLocal: false);
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
