using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Checks the options of handlers at start. Each message names the handler, the option and what it can be.</summary>
internal sealed class EventHandlerOptionsValidator : IValidateOptions<EventHandlerOptions>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, EventHandlerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        CheckTypes(problems, options);
        Check(problems, nameof(options.Concurrency), options.Concurrency, 1, 1_024);
        Check(problems, nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), Hour);
        Check(problems, nameof(options.FirstRetry), options.FirstRetry, TimeSpan.FromMilliseconds(10), Hour);
        Check(problems, nameof(options.LongestRetry), options.LongestRetry, options.FirstRetry, TimeSpan.FromDays(1));
        Check(problems, nameof(options.MaxParked), options.MaxParked, 1, 100_000);
        Check(problems, nameof(options.ParkAfter), options.ParkAfter ?? 1, 1, 1_000);
        CheckDefined(problems, nameof(options.StartAt), options.StartAt);
        CheckDefined(problems, nameof(options.WhenExpired), options.WhenExpired);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => $"The event handler '{name}': {problem}"));
    }

    private static void CheckTypes(List<string> problems, EventHandlerOptions options)
    {
        try
        {
            EventFilter.Of([.. options.Types]);
        }
        catch (ArgumentException exception)
        {
            problems.Add($"EventHandlerOptions.{exception.Message}");
        }
    }

    private static void Check<T>(List<string> problems, string option, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            problems.Add($"EventHandlerOptions.{option} is {value}; set it to {min} to {max}.");
        }
    }

    private static void CheckDefined<T>(List<string> problems, string option, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            problems.Add($"EventHandlerOptions.{option} is {value}; set it to {string.Join(" or ", Enum.GetNames<T>())}.");
        }
    }
}
