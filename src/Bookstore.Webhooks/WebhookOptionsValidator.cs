using Bookstore.Webhooks;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Checks the options at start. Each message names the option and what it can be; none repeats a key.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    private const int MaxPreviousKeys = 10;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        if (SecretCipher.TryReadKey(options.SecretKey) is null)
        {
            problems.Add("WebhookOptions.SecretKey is missing or no key; set it to 32 random bytes in base64, such as the output of: openssl rand -base64 32");
        }

        if (options.PreviousSecretKeys.Count > MaxPreviousKeys || options.PreviousSecretKeys.Any(static key => SecretCipher.TryReadKey(key) is null))
        {
            problems.Add($"WebhookOptions.PreviousSecretKeys has an entry that is no key, or too many; set it to up to {MaxPreviousKeys} keys that SecretKey had before.");
        }

        Check(problems, nameof(options.Timeout), options.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Check(problems, nameof(options.EndpointConcurrency), options.EndpointConcurrency, 1, 256);
        Check(problems, nameof(options.MaxConcurrency), options.MaxConcurrency, 1, 4_096);
        Check(problems, nameof(options.MaxEndpoints), options.MaxEndpoints, 1, 1_000);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => string.IsNullOrEmpty(name) ? problem : $"Shop '{name}': {problem}"));
    }

    private static void Check<T>(List<string> problems, string option, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            problems.Add($"WebhookOptions.{option} is {value}; set it to {min} to {max}.");
        }
    }
}
