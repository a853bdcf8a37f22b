using Microsoft.Extensions.Options;

namespace Bookstore.Identity;

/// <summary>Checks the options at start.</summary>
internal sealed class IdentityOptionsValidator : IValidateOptions<IdentityOptions>
{
    private const int HashLength = 64;
    private static readonly TimeSpan ShortestLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, IdentityOptions options)
    {
        var problems = new List<string>();
        if (options.Clients.Count == 0)
        {
            problems.Add("The server knows no client. Configure Identity:Clients. Only in Development are there clients with well-known secrets.");
        }

        foreach (var (client, settings) in options.Clients)
        {
            if (settings.SecretHash.Length != HashLength || !settings.SecretHash.All(char.IsAsciiHexDigit))
            {
                problems.Add($"Identity:Clients:{client}:SecretHash is no SHA-256. Set it to the output of: printf %s \"$secret\" | sha256sum");
            }

            if (settings.Audience.Length == 0)
            {
                problems.Add($"Identity:Clients:{client}:Audience is empty. Set it to the audience that the API checks, such as bookstore.");
            }
        }

        if (options.TokenLifetime < ShortestLifetime || options.TokenLifetime > LongestLifetime)
        {
            problems.Add($"Identity:TokenLifetime is {options.TokenLifetime}. Set it to {ShortestLifetime} to {LongestLifetime}.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
