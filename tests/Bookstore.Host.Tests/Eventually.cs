using System.Diagnostics;

namespace Bookstore.Samples;

/// <summary>Waiting for another process, with a bound.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > Limit)
            {
                throw new TimeoutException($"Waited {Limit} for: {what()}");
            }

            await Task.Delay(Pause);
        }
    }

    public static Task TrueAsync(Func<bool> condition, Func<string> what) => TrueAsync(() => Task.FromResult(condition()), what);
}
