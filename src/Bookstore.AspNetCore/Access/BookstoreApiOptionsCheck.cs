using System.Globalization;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>Checks the options once, when the API is mapped. Of a later change, what cannot be used is logged and left as it was, so that a slip does not stop a running shop.</summary>
internal static class BookstoreApiOptionsCheck
{
    private const int MaxRequests = 1_000_000;
    private const int MaxStreams = 100_000;

    public static void ThrowIfInvalid(BookstoreApiOptions options, string? shop)
    {
        var failures = new List<string>();
        ClientSet.Read(BookstoreApiOptions.SectionOf(shop), options, null, static _ => new ClientLimiter(TimeProvider.System), failures.Add);
        if (!Money.IsCurrency(options.DefaultCurrency))
        {
            failures.Add($"{nameof(options.DefaultCurrency)} must be the code of a currency in use (ISO 4217), such as EUR or USD.");
        }

        CheckRange(failures, nameof(options.MaxBodySize), options.MaxBodySize, 1_024, 104_857_600);
        CheckRange(failures, nameof(options.MaxConcurrentRequests), options.MaxConcurrentRequests, 1, MaxRequests);
        CheckRange(failures, nameof(options.MaxRequestsPerSecond), options.MaxRequestsPerSecond, 0, MaxRequests);
        CheckRange(failures, nameof(options.MaxEventStreams), options.MaxEventStreams, 1, MaxStreams);
        CheckRange(failures, nameof(options.MaxEventStreamsPerClient), options.MaxEventStreamsPerClient, 1, MaxStreams);
        CheckHealthLimits(failures, options);
        if (failures.Count > 0)
        {
            throw new OptionsValidationException(
                shop ?? Options.DefaultName, typeof(BookstoreApiOptions), shop is null ? failures : failures.Select(failure => $"Shop '{shop}': {failure}"));
        }
    }

    /// <summary>What the limits of a changed configuration have to be.</summary>
    public static string LimitsHint(string section) =>
        $"{section}:MaxConcurrentRequests must be 1 to 1,000,000 and {section}:MaxRequestsPerSecond 0 (no limit) to 1,000,000; what is out of its range stays as it was.";

    public static bool IsMaxConcurrentRequests(int value) => value is >= 1 and <= MaxRequests;

    public static bool IsMaxRequestsPerSecond(int value) => value is >= 0 and <= MaxRequests;

    /// <summary>Whether the limits of health checks are in their ranges.</summary>
    public static bool AreHealthLimits(BookstoreApiOptions options)
    {
        var failures = new List<string>();
        CheckHealthLimits(failures, options);
        return failures.Count == 0;
    }

    private static void CheckHealthLimits(List<string> failures, BookstoreApiOptions options)
    {
        CheckTime(failures, nameof(options.ReadinessTimeout), options.ReadinessTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        CheckTime(failures, nameof(options.MaxWorkDelay), options.MaxWorkDelay, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        CheckTime(failures, nameof(options.MaxEventDelay), options.MaxEventDelay, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
    }

    private static void CheckRange(List<string> failures, string name, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            failures.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be between {min:N0} and {max:N0}; it is {value:N0}."));
        }
    }

    private static void CheckTime(List<string> failures, string name, TimeSpan value, TimeSpan min, TimeSpan max)
    {
        if (value < min || value > max)
        {
            failures.Add($"{name} must be between {min} and {max}; it is {value}.");
        }
    }
}
