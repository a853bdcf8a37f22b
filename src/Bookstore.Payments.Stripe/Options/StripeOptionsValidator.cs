using System.Buffers;
using Microsoft.Extensions.Options;

namespace Bookstore.Payments.Stripe;

/// <summary>Checks the options at start. Each message names the option and what it can be; none repeats a key or a secret.</summary>
internal sealed class StripeOptionsValidator : IValidateOptions<StripeOptions>
{
    private const int MaxSecrets = 10;
    private const int MaxDescriptorLength = 22;
    private const int MaxKeyLength = 500;
    private const int MaxShopLength = 50;
    private static readonly SearchValues<char> NotOnStatements = SearchValues.Create("<>\\'\"*");
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(80);

    /// <summary>What is wrong with the options.</summary>
    public static List<string> Check(StripeOptions options)
    {
        var problems = new List<string>();
        if (KeyProblem(options.ApiKey) is { } problem)
        {
            problems.Add($"StripeOptions.ApiKey {problem}");
        }

        if (options.WebhookSecrets.Count > MaxSecrets || options.WebhookSecrets.Any(static secret => !IsToken(secret, "whsec_")))
        {
            problems.Add($"StripeOptions.WebhookSecrets has an entry that is no secret of an endpoint, or too many; set it to up to {MaxSecrets} texts that begin with whsec_, from the endpoint's page in Stripe's dashboard.");
        }

        if (options.StatementDescriptor is { } descriptor && (descriptor.Length > MaxDescriptorLength || !descriptor.Any(char.IsAsciiLetter) || descriptor.AsSpan().ContainsAny(NotOnStatements)))
        {
            problems.Add($"StripeOptions.StatementDescriptor is not what banks take; set it to 1 to {MaxDescriptorLength} characters with a letter and without < > \\ ' \" *.");
        }

        if (options.ReturnUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http"))
        {
            problems.Add("StripeOptions.ReturnUrl is no absolute address; set it to one that begins with https://, such as https://shop.example/orders/{order_id}.");
        }

        if (options.Shop is { } shop && (shop.Length is 0 or > MaxShopLength || shop.Any(static character => character is <= ' ' or > '~')))
        {
            problems.Add($"StripeOptions.Shop is no name; set it to 1 to {MaxShopLength} visible ASCII characters, or leave it out.");
        }

        if (!Money.IsCurrency(options.AccountCurrency))
        {
            problems.Add("StripeOptions.AccountCurrency is no currency; set it to three upper-case letters of ISO 4217, such as USD.");
        }

        if (options.ApiBase is { } api && !(api.IsAbsoluteUri && (api.Scheme == Uri.UriSchemeHttps || (api.Scheme == Uri.UriSchemeHttp && api.IsLoopback))))
        {
            problems.Add("StripeOptions.ApiBase is neither HTTPS nor the loopback; leave it out to use Stripe.");
        }

        if (options.RequestTimeout < ShortestTimeout || options.RequestTimeout > LongestTimeout)
        {
            problems.Add($"StripeOptions.RequestTimeout is {options.RequestTimeout}; set it to {ShortestTimeout} to {LongestTimeout}.");
        }

        return problems;
    }

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, StripeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = Check(options);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => string.IsNullOrEmpty(name) ? problem : $"Shop '{name}': {problem}"));
    }

    private static string? KeyProblem(string key) => key switch
    {
        "" => "is missing; set it to a secret key, sk_…, or a restricted key, rk_…, from the API keys in Stripe's dashboard.",
        _ when key.StartsWith("pk_", StringComparison.Ordinal) => "is a publishable key, which is for browsers; set it to a secret key, sk_…, or a restricted key, rk_….",
        _ when IsToken(key, "sk_") || IsToken(key, "rk_") => null,
        _ => "is no API key; set it to a secret key, sk_…, or a restricted key, rk_…, without spaces.",
    };

    private static bool IsToken(string? value, string prefix) =>
        value is not null && value.Length > prefix.Length && value.Length <= MaxKeyLength && value.StartsWith(prefix, StringComparison.Ordinal) && value.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
