using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Client.Http;

/// <summary>The pauses between tries: each about twice as long as the one before, with jitter, so that many callers do not come back at one moment.</summary>
internal static class Backoff
{
    // Beyond this many doublings the longest pause counts in any case: one minute of the shortest pause is passed after 16.
    private const int MaxDoublings = 16;

    /// <summary>The pause after a number of retries: half of the doubled pause at least, and never more than the longest.</summary>
    [SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "It only spreads tries.")]
    public static TimeSpan Pause(int retries, TimeSpan first, TimeSpan longest)
    {
        var doubled = first * (1 << Math.Min(retries, MaxDoublings));
        var capped = doubled < longest ? doubled : longest;
        return capped * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
