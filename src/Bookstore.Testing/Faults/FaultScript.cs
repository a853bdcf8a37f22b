namespace Bookstore.Testing;

/// <summary>The faults that are planned for the next calls, and the calls that have not arrived yet.</summary>
internal sealed class FaultScript<TOperation>
    where TOperation : struct, Enum
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TOperation, Queue<CallFault>> _planned = [];
    private readonly List<Func<Task>> _late = [];
    private int _hanging;

    /// <summary>Whether a call hangs now, so that only the clock can end it.</summary>
    public bool IsHanging => Volatile.Read(ref _hanging) > 0;

    public void Plan(TOperation operation, CallFault fault, int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        lock (_lock)
        {
            if (!_planned.TryGetValue(operation, out var queue))
            {
                _planned[operation] = queue = new Queue<CallFault>();
            }

            for (var i = 0; i < times; i++)
            {
                queue.Enqueue(fault);
            }
        }
    }

    public CallFault? Next(TOperation operation)
    {
        lock (_lock)
        {
            return _planned.TryGetValue(operation, out var queue) && queue.TryDequeue(out var fault) ? fault : null;
        }
    }

    /// <summary>Makes a call with its fault. What a refusal and an unknown answer look like is the caller's to say.</summary>
    public async ValueTask<T> CallAsync<T>(CallFault? fault, Func<CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case CallFault.LoseAnswer:
                await call(cancellationToken).ConfigureAwait(false);
                throw new TimeoutException("The call took effect, and its answer was lost, as the test planned.");
            case CallFault.Hang:
                return await HangAsync<T>(cancellationToken).ConfigureAwait(false);
            case CallFault.HangAfterEffect:
                await call(cancellationToken).ConfigureAwait(false);
                return await HangAsync<T>(cancellationToken).ConfigureAwait(false);
            case CallFault.ArriveLate:
                Postpone(async () => await call(CancellationToken.None).ConfigureAwait(false));
                return await HangAsync<T>(cancellationToken).ConfigureAwait(false);
            case CallFault.ArriveTwice:
                await call(cancellationToken).ConfigureAwait(false);
                return await call(cancellationToken).ConfigureAwait(false);
            case null:
                return await call(cancellationToken).ConfigureAwait(false);
            default:
                throw new HttpRequestException("The call failed and nothing happened, as the test planned.");
        }
    }

    /// <summary>Lets the calls arrive that are late, in the order in which they were made.</summary>
    public async Task<int> ArriveAsync()
    {
        Func<Task>[] late;
        lock (_lock)
        {
            late = [.. _late];
            _late.Clear();
        }

        foreach (var call in late)
        {
            await call().ConfigureAwait(false);
        }

        return late.Length;
    }

    private void Postpone(Func<Task> call)
    {
        lock (_lock)
        {
            _late.Add(call);
        }
    }

    private async ValueTask<T> HangAsync<T>(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            var never = new TaskCompletionSource<T>();
            return await never.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }
}
