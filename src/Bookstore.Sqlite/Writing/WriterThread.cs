namespace Bookstore.Storage;

/// <summary>
/// The one thread that writes. Work is done in the order in which it was asked for; work that opens a unit, or needs that none is open,
/// waits until the open one has ended.
/// </summary>
/// <remarks>
/// Whoever awaits a unit or its commit goes on right here: while a committer is busy, it lives on this thread and its calls run inline,
/// without a hop. It must not block here.
/// </remarks>
internal sealed class WriterThread
{
    private readonly object _gate = new();
    private readonly Queue<WriterRequest> _urgent = [];
    private readonly Queue<WriterRequest> _waiting = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private bool _isStopping;

    /// <summary>Whether a unit is open. Set on this thread only.</summary>
    public bool IsUnitOpen { get; set; }

    private bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Runs work while no unit is open, in its turn.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Takes the work out of the queue as long as it waits; the work is given it too.</param>
    public ValueTask<T> RunInTurnAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        return IsCurrent && CanRunNow() ? RunInline(work, cancellationToken) : Enqueue(_waiting, work, cancellationToken);
    }

    /// <summary>Runs work of the open unit.</summary>
    public ValueTask<T> RunNowAsync<T>(Func<CancellationToken, T> work) =>
        IsCurrent ? RunInline(work, CancellationToken.None) : Enqueue(_urgent, work, CancellationToken.None);

    /// <summary>Refuses new work, ends the thread after the work that it is at, and then cleans up on it.</summary>
    public Task StopAsync(Action cleanUp)
    {
        List<WriterRequest> refused;
        lock (_gate)
        {
            if (_isStopping)
            {
                return _ended.Task;
            }

            _isStopping = true;
            refused = [.. _waiting];
            _waiting.Clear();
            _urgent.Enqueue(new WriterRequest<bool>(_ => Finish(cleanUp)));
            Start();
            Monitor.Pulse(_gate);
        }

        foreach (var request in refused)
        {
            request.Refuse();
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
            return ValueTask.FromException<T>(exception);
        }
    }

    private static bool Finish(Action cleanUp)
    {
        cleanUp();
        return true;
    }

    private bool CanRunNow()
    {
        lock (_gate)
        {
            return !IsUnitOpen && !_isStopping && _waiting.Count == 0;
        }
    }

    private ValueTask<T> Enqueue<T>(Queue<WriterRequest> queue, Func<CancellationToken, T> work, CancellationToken cancellationToken)
    {
        // Registered before the writer can see it, so that the one who takes it also ends the registration.
        var request = new WriterRequest<T>(work);
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

        _ended.SetResult();
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
