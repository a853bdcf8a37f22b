using Microsoft.Extensions.Options;

namespace Bookstore.Operating;

/// <summary>Checks the options of the console when it is mapped.</summary>
internal static class BookstoreConsoleOptionsCheck
{
    private const int MaxTitleLength = 100;

    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestSession = TimeSpan.FromDays(7);

    /// <summary>Checks all of them.</summary>
    /// <exception cref="OptionsValidationException">Options are out of range: all of them are named.</exception>
    public static void ThrowIfInvalid(BookstoreConsoleOptions options, string? shop)
    {
        var section = BookstoreConsoleOptions.SectionOf(shop);
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Title) || options.Title.Length > MaxTitleLength)
        {
            problems.Add($"{section}:{nameof(options.Title)} must have 1 to {MaxTitleLength} characters.");
        }

        if (options.Policy is { Length: 0 })
        {
            problems.Add($"{section}:{nameof(options.Policy)} must be the name of a policy of the application, or not be set.");
        }

        if (options.SessionTime < ShortestSession || options.SessionTime > LongestSession)
        {
            problems.Add($"{section}:{nameof(options.SessionTime)} must be 1 minute to 7 days.");
        }

        if (options.MaxLiveFeeds is < 1 or > 10_000)
        {
            problems.Add($"{section}:{nameof(options.MaxLiveFeeds)} must be 1 to 10,000.");
        }

        if (options.LowStock is < 0 or > 10_000)
        {
            problems.Add($"{section}:{nameof(options.LowStock)} must be 0 to 10,000.");
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(shop ?? Options.DefaultName, typeof(BookstoreConsoleOptions), problems);
        }
    }
}
