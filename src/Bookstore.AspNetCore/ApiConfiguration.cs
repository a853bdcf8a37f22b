using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>Refuses names in the configuration that are no option of the API, and single values in the place of lists.</summary>
/// <remarks>The section has other readers, such as the shop itself: of its own names only those are refused that look like a slip.</remarks>
internal static class ApiConfiguration
{
    private static readonly string[] Names =
    [
        nameof(BookstoreApiOptions.Clients), nameof(BookstoreApiOptions.Authentication), nameof(BookstoreApiOptions.DefaultCurrency), nameof(BookstoreApiOptions.MaxBodySize),
        nameof(BookstoreApiOptions.MaxConcurrentRequests), nameof(BookstoreApiOptions.MaxRequestsPerSecond), nameof(BookstoreApiOptions.MaxEventStreams),
        nameof(BookstoreApiOptions.MaxEventStreamsPerClient), nameof(BookstoreApiOptions.ReadinessTimeout), nameof(BookstoreApiOptions.MaxWorkDelay),
    ];

    private static readonly string[] ClientNames = [nameof(ApiClientRegistration.KeyHashes), nameof(ApiClientRegistration.Roles)];

    private static readonly string[] AuthenticationNames =
        [nameof(BookstoreAuthenticationOptions.Schemes), nameof(BookstoreAuthenticationOptions.RoleClaims), nameof(BookstoreAuthenticationOptions.ClientClaims)];

    /// <summary>Checks the section of a shop.</summary>
    /// <exception cref="OptionsValidationException">Names are unknown: all of them are named.</exception>
    public static void Check(IConfiguration configuration, string? shop)
    {
        var section = configuration.GetSection(BookstoreApiOptions.SectionOf(shop));
        var problems = new List<string>();
        ConfigurationSlips.Check(section, Names, onlySlips: true, problems);
        CheckLists(section.GetSection(nameof(BookstoreApiOptions.Authentication)), AuthenticationNames, problems);
        foreach (var client in section.GetSection(nameof(BookstoreApiOptions.Clients)).GetChildren())
        {
            CheckLists(client, ClientNames, problems);
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException(shop ?? Options.DefaultName, typeof(BookstoreApiOptions), problems);
        }
    }

    // The binder of the configuration ignores a text where a list is expected. An empty array in JSON is an empty text.
    private static void CheckLists(IConfigurationSection section, string[] names, List<string> problems)
    {
        ConfigurationSlips.Check(section, names, onlySlips: false, problems);
        foreach (var list in section.GetChildren().Where(child => !string.IsNullOrEmpty(child.Value) && names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            problems.Add($"{list.Path} is a list and has one value. Write {list.Path}:0.");
        }
    }
}
