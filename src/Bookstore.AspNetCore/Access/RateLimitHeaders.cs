using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Tells a client its share of requests, as draft-ietf-httpapi-ratelimit-headers has it: experimental, and only where the shop limits requests.</summary>
internal static class RateLimitHeaders
{
    /// <summary>Writes what the client may send, and what is left of it.</summary>
    /// <param name="headers">The headers of the response.</param>
    /// <param name="limiter">The client's limiter.</param>
    /// <param name="limits">How many requests it may send in a second; 0 is no limit, and no headers.</param>
    public static void Write(IHeaderDictionary headers, ClientLimiter limiter, ClientSet limits)
    {
        if (limits.MaxRequestsPerSecond > 0)
        {
            var (left, resetAfter) = limiter.Left(limits.MaxRequestsPerSecond);
            headers[BookstoreHeaders.RateLimitPolicy] = limits.RateLimitPolicy;
            headers[BookstoreHeaders.RateLimit] = string.Create(CultureInfo.InvariantCulture, $"\"client\";r={left};t={(long)Math.Ceiling(resetAfter.TotalSeconds)}");
        }
    }

    /// <summary>What each client may send in a second, as the header says it.</summary>
    public static string PolicyOf(int maxPerSecond) => string.Create(CultureInfo.InvariantCulture, $"\"client\";q={maxPerSecond};w=1");
}
