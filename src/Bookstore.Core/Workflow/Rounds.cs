using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Repeats a round of background work until it is told to stop. A round that fails is logged, and the next one comes.</summary>
internal static class Rounds
{
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Background work that ends at the first fault would leave money and stock in limbo.")]
    public static async Task RunAsync(string work, Func<CancellationToken, Task> round, TimeSpan interval, TimeProvider time, ILogger logger, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                try
                {
                    await round(stop).ConfigureAwait(false);
                }
                catch (Exception exception) when (!stop.IsCancellationRequested)
                {
                    Log.BackgroundRoundFailed(logger, work, exception);
                }
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop: what is left is durable, and is found again at the next start.
        }
    }

    /// <summary>Does the work on each item, several at a time, and counts those on which it answers <see langword="true"/>.</summary>
    /// <remarks>After a failure no more items are begun; the failure is thrown when those under way have ended.</remarks>
    public static async Task<int> ForEachAsync<T>(IReadOnlyList<T> items, Func<T, ValueTask<bool>> work, int concurrency, CancellationToken cancellationToken)
    {
        var next = -1;
        var done = 0;
        var workers = new Task[Math.Min(concurrency, items.Count)];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = WorkAsync();
        }

        await Task.WhenAll(workers).ConfigureAwait(false);
        return done;

        async Task WorkAsync()
        {
            for (var item = Interlocked.Increment(ref next); item < items.Count; item = Interlocked.Increment(ref next))
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (await work(items[item]).ConfigureAwait(false))
                    {
                        Interlocked.Increment(ref done);
                    }
                }
                catch
                {
                    Volatile.Write(ref next, items.Count);
                    throw;
                }
            }
        }
    }
}
