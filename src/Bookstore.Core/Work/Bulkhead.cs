using System.Diagnostics.CodeAnalysis;

namespace Bookstore;

/// <summary>Isolates calls into an application's own gateway or courier: a call that blocks its thread delays neither its caller nor other work.</summary>
/// <remarks>
/// A call starts on the thread pool. While several calls are in their synchronous part, further ones start on threads of their own, so that an
/// implementation that blocks cannot use up the pool. Beyond the limit of threads a call waits for one until its time is up. Thread-safe.
/// </remarks>
/// <param name="isInline">Whether calls start on the caller's thread: for an implementation that is known not to block, and for a simulation on one thread.</param>
/// <param name="maxThreads">The most threads that calls which block can occupy, beside a few of the thread pool. Default 256.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The semaphore holds no handle, and a disposed one would leave those who wait on it waiting for ever.")]
internal sealed class Bulkhead(bool isInline, int maxThreads = 256)
{
    /// <summary>The most calls that are in their synchronous part on the thread pool.</summary>
    public static readonly int MaxOnPool = Math.Clamp(2 * Environment.ProcessorCount, 4, 16);

    private readonly SemaphoreSlim _threads = new(maxThreads, maxThreads);
    private readonly ForeignCancellations _cancellations = new(isInline);
    private int _onPool;

    /// <summary>Makes a call. When the time is up, the call is left behind and its thread counts until it returns.</summary>
    /// <param name="target">What is called.</param>
    /// <param name="call">The call.</param>
    /// <param name="timeout">Cancelled when the time is up.</param>
    /// <exception cref="OperationCanceledException">The time is up; whether the call took effect is unknown.</exception>
    public ValueTask<TResult> CallAsync<TTarget, TResult>(
        TTarget target, Func<TTarget, CancellationToken, ValueTask<TResult>> call, CancellationToken timeout) =>
        StartAsync(target, call, _cancellations.StopWith(timeout), timeout);

    /// <summary>Makes a call that can be asked to end before its time is up. It is waited for all the same, until then.</summary>
    /// <param name="target">What is called.</param>
    /// <param name="call">The call.</param>
    /// <param name="timeout">Cancelled when the time is up.</param>
    /// <param name="asked">Cancelled when the call is to end. Nothing stays registered on it after the call.</param>
    /// <exception cref="OperationCanceledException">The time is up; whether the call took effect is unknown.</exception>
    public async ValueTask<TResult> CallStoppableAsync<TTarget, TResult>(
        TTarget target, Func<TTarget, CancellationToken, ValueTask<TResult>> call, CancellationToken timeout, CancellationToken asked)
    {
        var (stop, registration) = _cancellations.StopWith(timeout, asked);
        try
        {
            return await StartAsync(target, call, stop, timeout).ConfigureAwait(false);
        }
        finally
        {
            registration.Unregister();
        }
    }

    /// <inheritdoc cref="ForeignCancellations.StopWith(CancellationToken)"/>
    public CancellationToken StopWith(CancellationToken timeout) => _cancellations.StopWith(timeout);

    private ValueTask<TResult> StartAsync<TTarget, TResult>(
        TTarget target, Func<TTarget, CancellationToken, ValueTask<TResult>> call, CancellationToken stop, CancellationToken timeout)
    {
        if (!isInline)
        {
            return new ValueTask<TResult>(StartOnPoolAsync(target, call, stop, timeout).WaitAsync(timeout));
        }

        var started = call(target, stop);
        return started.IsCompleted ? started : new ValueTask<TResult>(started.AsTask().WaitAsync(timeout));
    }

    private async Task<TResult> StartOnPoolAsync<TTarget, TResult>(
        TTarget target, Func<TTarget, CancellationToken, ValueTask<TResult>> call, CancellationToken stop, CancellationToken timeout)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        timeout.ThrowIfCancellationRequested();
        ValueTask<TResult> started;
        try
        {
            if (Interlocked.Increment(ref _onPool) > MaxOnPool)
            {
                started = new ValueTask<TResult>(StartOnThreadAsync(target, call, stop, timeout));
            }
            else
            {
                started = call(target, stop);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _onPool);
        }

        return await started.ConfigureAwait(false);
    }

    private async Task<TResult> StartOnThreadAsync<TTarget, TResult>(
        TTarget target, Func<TTarget, CancellationToken, ValueTask<TResult>> call, CancellationToken stop, CancellationToken timeout)
    {
        await _threads.WaitAsync(timeout).ConfigureAwait(false);
        return await Task.Factory.StartNew(Start, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default)
            .Unwrap()
            .ConfigureAwait(false);

        Task<TResult> Start()
        {
            try
            {
                timeout.ThrowIfCancellationRequested();
                return call(target, stop).AsTask();
            }
            finally
            {
                _threads.Release();
            }
        }
    }
}
