namespace Bookstore.Storage;

/// <summary>The pause between two attempts: doubles from 1 ms to 1 s.</summary>
internal static class Pause
{
    private const int LongestDoubling = 10;

    public static TimeSpan After(int attempt) => TimeSpan.FromMilliseconds(1 << Math.Clamp(attempt - 1, 0, LongestDoubling));

    public static async Task AfterAsync(int attempt, TimeProvider time, CancellationToken stop) =>
        await Task.Delay(After(attempt), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
