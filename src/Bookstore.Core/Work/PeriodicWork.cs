using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Repeats a round of background work until it is stopped. A round that fails is logged, and the next one runs.</summary>
internal static class PeriodicWork
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
}
