using System.Buffers;
using Microsoft.Extensions.Options;

namespace Bookstore.Client;

/// <summary>Checks the options at start. Each message names the option and what it can be; none repeats the API key.</summary>
internal sealed class BookstoreClientOptionsValidator : IValidateOptions<BookstoreClientOptions>
{
    private const int MaxApiKeyLength = 500;
    private const int MinResponseBytes = 64 * 1024;
    private const int MaxResponseBytes = 1024 * 1024 * 1024;

    private static readonly SearchValues<char> VisibleAscii = SearchValues.Create(string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(static c => (char)c)));

    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~");

    public ValidateOptionsResult Validate(string? name, BookstoreClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        CheckBaseAddress(problems, options.BaseAddress);
        CheckPrefix(problems, options.Prefix);
        CheckApiKey(problems, options.ApiKey);
        Check(problems, nameof(options.MaxResponseBytes), options.MaxResponseBytes, MinResponseBytes, MaxResponseBytes);
        CheckResilience(problems, options.Resilience);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckBaseAddress(List<string> problems, Uri? address)
    {
        if (address is null || !address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            problems.Add("BookstoreClientOptions.BaseAddress is missing or no HTTP address; set it to one such as https://shop.example/.");
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            problems.Add("BookstoreClientOptions.BaseAddress has a user, a query or a fragment; set it to scheme, host, port and path alone.");
        }
    }

    private static void CheckPrefix(List<string> problems, string? prefix)
    {
        if (prefix is null || !prefix.StartsWith('/') || prefix.AsSpan().ContainsAnyExcept(PathCharacters) || prefix.Contains("//", StringComparison.Ordinal))
        {
            problems.Add("BookstoreClientOptions.Prefix is missing or no path; set it to what the server gave to MapBookstoreApi, such as /api.");
        }
    }

    private static void CheckApiKey(List<string> problems, string? key)
    {
        if (string.IsNullOrEmpty(key) || key.Length > MaxApiKeyLength || key.AsSpan().ContainsAnyExcept(VisibleAscii))
        {
            problems.Add($"BookstoreClientOptions.ApiKey is missing or no API key; set it to 1 to {MaxApiKeyLength} visible ASCII characters.");
        }
    }

    private static void CheckResilience(List<string> problems, BookstoreResilienceOptions options)
    {
        var moment = TimeSpan.FromMilliseconds(10);
        Check(problems, "Resilience.TotalTimeout", options.TotalTimeout, moment, TimeSpan.FromHours(1));
        Check(problems, "Resilience.AttemptTimeout", options.AttemptTimeout, moment, Min(options.TotalTimeout, TimeSpan.FromMinutes(10)));
        Check(problems, "Resilience.MaxRetries", options.MaxRetries ?? 0, 0, 20);
        Check(problems, "Resilience.BaseDelay", options.BaseDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Check(problems, "Resilience.MaxDelay", options.MaxDelay, options.BaseDelay, TimeSpan.FromMinutes(10));
        Check(problems, "Resilience.BreakDuration", options.BreakDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(10));
        if (options.BreakerFailureRatio is not (> 0 and <= 1))
        {
            problems.Add($"BookstoreClientOptions.Resilience.BreakerFailureRatio is {options.BreakerFailureRatio}; set it above 0, up to 1.");
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static void Check<T>(List<string> problems, string option, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            problems.Add($"BookstoreClientOptions.{option} is {value}; set it to {min} to {max}.");
        }
    }
}
