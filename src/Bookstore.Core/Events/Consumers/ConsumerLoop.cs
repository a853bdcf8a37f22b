using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;

namespace Bookstore;

/// <summary>Waits for the lease of one consumer, runs it while this host has it, and begins anew when it has lost it or failed.</summary>
internal sealed class ConsumerLoop(ConsumerHost host, EventConsumer consumer)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    public EventConsumer Consumer => consumer;

    /// <summary>Repeats it until it is stopped.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A consumer that ended at the first fault would never get its events.")]
    public async Task RepeatAsync(CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            var pause = host.Context.Options.PollInterval;
            try
            {
                await RunOnceAsync(untilIdle: false, stop).ConfigureAwait(false);
                failures = 0;
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                pause = Backoff.After(failures++, pause);
                pause = pause < LongestPause ? pause : LongestPause;
                Log.ConsumerFaulted(host.Logger, consumer.Name, pause, fault);
            }

            await Task.Delay(pause, host.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs it, if this host can have it.</summary>
    /// <returns>How many events were dealt with.</returns>
    public async Task<int> RunOnceAsync(bool untilIdle, CancellationToken stop)
    {
        if (!host.Running.TryAdd(consumer.Name, true))
        {
            return 0;
        }

        try
        {
            return await host.AcquireAsync(consumer, stop).ConfigureAwait(false) is { } body ? await RunAsync(body, untilIdle, stop).ConfigureAwait(false) : 0;
        }
        finally
        {
            host.Running.TryRemove(consumer.Name, out _);
        }
    }

    private async Task<int> RunAsync(ConsumerBody body, bool untilIdle, CancellationToken stop)
    {
        Log.ConsumerAcquired(host.Logger, consumer.Name, body.Position);
        using var run = new ConsumerRun(host, consumer, body, untilIdle);
        var end = await run.RunAsync(stop).ConfigureAwait(false);
        if (end is ConsumerEnd.Lost or ConsumerEnd.Told || consumer.IsExternal)
        {
            // An endpoint that has stopped was disabled, and does not run by intent.
            host.ForgetLag(consumer);
        }

        if (end == ConsumerEnd.Lost)
        {
            Log.ConsumerLost(host.Logger, consumer.Name);
        }

        if (end == ConsumerEnd.Stopped)
        {
            Log.ConsumerStopped(host.Logger, consumer.Name, run.StoppedBecause);
        }

        return run.Done;
    }
}
