namespace Bookstore;

/// <summary>How long to wait before the next try of something that failed: growing, and never longer than an hour.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The pause after so many tries: the first pause, doubled each time.</summary>
    public static TimeSpan After(int attempts, TimeSpan first)
    {
        var pause = first * Math.Pow(2, Math.Clamp(attempts, 0, 20));
        return pause < Longest ? pause : Longest;
    }
}
