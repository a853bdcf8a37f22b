namespace Bookstore.Storage;

/// <summary>A call whose result serves every caller that asked before the call began. At most one call is in progress and one is queued. Thread-safe.</summary>
/// <param name="call">Makes the call. It must end.</param>
internal sealed class SharedCall<T>(Func<Task<T>> call)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<T>? _running;
    private TaskCompletionSource<T>? _next;

    /// <summary>The result of a call that begins now or later.</summary>
    public Task<T> RunAsync()
    {
        TaskCompletionSource<T> mine;
        lock (_lock)
        {
            if (_running is not null)
            {
                return (_next ??= NewResult()).Task;
            }

            _running = mine = NewResult();
        }

        _ = RunAllAsync(mine);
        return mine.Task;
    }

    private static TaskCompletionSource<T> NewResult() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAllAsync(TaskCompletionSource<T> result)
    {
        var made = call();
        while (true)
        {
            await ((Task)made).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var next = TakeNext();
            var nextMade = next is null ? null : call();
            result.SetFromTask(made);

            // A caller that gave up waiting does not look at it.
            _ = result.Task.Exception;
            if (nextMade is null)
            {
                return;
            }

            (result, made) = (next!, nextMade);
        }
    }

    private TaskCompletionSource<T>? TakeNext()
    {
        lock (_lock)
        {
            (_running, _next) = (_next, null);
            return _running;
        }
    }
}
