using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Sqlite;

/// <summary>
/// The one thread that writes. Work is done in the order in which it was asked for; work that opens a unit, or needs that none is open,
/// waits until the open one has ended.
/// </summary>
/// <remarks>
/// A caller that awaits a unit or its commit continues on this thread after success, so that a busy committer runs here without a thread switch. It must not block
/// here. After a failure, and after work that <see cref="RunAndLeaveAsync"/> ran, the caller continues on the thread pool.
/// </remarks>
internal sealed class WriterThread
{
    private readonly object _gate = new();
    private readonly Queue<WriterRequest> _urgent = [];
    private readonly Queue<WriterRequest> _waiting = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private Action? _cleanUp;
    private bool _isStopping;

    /// <summary>Whether a unit is open. Set on this thread only.</summary>
    public bool IsUnitOpen { get; set; }

    /// <summary>Completes when the thread has been stopped and has cleaned up.</summary>
    public Task Ended => _ended.Task;

    private bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Runs work while no unit is open, in its turn. After success the caller continues on this thread.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Takes the work out of the queue as long as it waits; the work is given it too.</param>
    public ValueTask<T> RunInTurnAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        return IsCurrent && CanRunNow() ? RunInline(work, cancellationToken) : Enqueue(_waiting, work, staysOnSuccess: true, cancellationToken);
    }

    /// <summary>Runs work while no unit is open, in its turn. The caller continues on the thread pool.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Takes the work out of the queue as long as it waits; the work is given it too.</param>
    public ValueTask<T> RunAndLeaveAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<T>(cancellationToken)
        : Enqueue(_waiting, work, staysOnSuccess: false, cancellationToken);

    /// <summary>Runs work of the open unit. After success the caller continues on this thread.</summary>
    public ValueTask<T> RunNowAsync<T>(Func<CancellationToken, T> work) =>
        IsCurrent ? RunInline(work, CancellationToken.None) : Enqueue(_urgent, work, staysOnSuccess: true, CancellationToken.None);

    /// <summary>Refuses new work, ends the thread after the work that it is at, and then cleans up on it.</summary>
    /// <remarks>Called on this thread itself, it cleans up before it returns: a caller that blocks on the result does not wait for itself.</remarks>
    public Task StopAsync(Action cleanUp)
    {
        List<WriterRequest> refused = [];
        lock (_gate)
        {
            if (!_isStopping)
            {
                _isStopping = true;
                _cleanUp = cleanUp;
                refused.AddRange(_waiting);
                _waiting.Clear();
                Start();
                Monitor.Pulse(_gate);
            }
        }

        foreach (var request in refused)
        {
            request.Refuse();
        }

        if (IsCurrent)
        {
            CleanUp();
        }

        return _ended.Task;
    }

    private static ValueTask<T> RunInline<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        try
        {
            return new ValueTask<T>(work(cancellationToken));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            var failed = new WriterRequest<T>(work, staysOnSuccess: false);
            failed.FailElsewhere(exception);
            return new ValueTask<T>(failed.Task);
        }
    }

    private bool CanRunNow()
    {
        lock (_gate)
        {
            return !IsUnitOpen && !_isStopping && _waiting.Count == 0;
        }
    }

    private ValueTask<T> Enqueue<T>(Queue<WriterRequest> queue, Func<CancellationToken, T> work, bool staysOnSuccess, CancellationToken cancellationToken)
    {
        // Registered before the writer can see it, so that the one who takes it also ends the registration.
        var request = new WriterRequest<T>(work, staysOnSuccess);
        request.CancelWith(cancellationToken);
        lock (_gate)
        {
            if (_isStopping)
            {
                request.Refuse();
                return new ValueTask<T>(request.Task);
            }

            queue.Enqueue(request);
            Start();
            Monitor.Pulse(_gate);
        }

        return new ValueTask<T>(request.Task);
    }

    private void Start()
    {
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "Bookstore.Sqlite writer" };
            _thread.Start();
        }
    }

    private void Run()
    {
        while (Next() is { } request)
        {
            request.Run();
        }

        CleanUp();
    }

    // On this thread only, once.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The callers who wait for the end get it after every exception.")]
    private void CleanUp()
    {
        var cleanUp = _cleanUp;
        _cleanUp = null;
        try
        {
            cleanUp?.Invoke();
            _ended.TrySetResult();
        }
        catch (Exception exception)
        {
            _ended.TrySetException(exception);
        }
    }

    private WriterRequest? Next()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_urgent.TryDequeue(out var request) || (!IsUnitOpen && _waiting.TryDequeue(out request)))
                {
                    return request;
                }

                if (_isStopping)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }
        }
    }
}
