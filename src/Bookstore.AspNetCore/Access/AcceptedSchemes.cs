using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>Chooses the schemes of the application that the API accepts beside its own.</summary>
internal static class AcceptedSchemes
{
    /// <summary>Returns their names, in the order in which the application added them.</summary>
    /// <exception cref="OptionsValidationException">A scheme that is named is not there.</exception>
    public static string[] Of(AuthenticationOptions application, BookstoreAuthenticationOptions options, string? shop)
    {
        var others = application.Schemes.Where(scheme => scheme.Name != BookstoreAuthentication.ApiKeyScheme).ToList();
        if (options.Schemes.Count == 0)
        {
            return [.. others.Where(scheme => !IsSentByBrowsers(scheme.HandlerType)).Select(scheme => scheme.Name)];
        }

        var named = options.Schemes.Where(name => name != BookstoreAuthentication.ApiKeyScheme).Distinct(StringComparer.Ordinal).ToArray();
        if (Array.Find(named, name => !others.Exists(scheme => scheme.Name == name)) is { } unknown)
        {
            var known = others.Count == 0 ? "has no other scheme" : "has " + string.Join(", ", others.Select(scheme => scheme.Name));
            throw new OptionsValidationException(
                shop ?? Options.DefaultName,
                typeof(BookstoreApiOptions),
                [$"{BookstoreApiOptions.SectionOf(shop)}:Authentication:Schemes: \"{unknown}\" is no authentication scheme of this application, which {known}. Add it with AddAuthentication(), or correct the name."]);
        }

        return named;
    }

    // Cookies and their like, and schemes that answer requests themselves, such as OpenID Connect and Negotiate: a browser sends those for another site as well.
    private static bool IsSentByBrowsers(Type? handler) =>
        typeof(IAuthenticationSignOutHandler).IsAssignableFrom(handler) || typeof(IAuthenticationRequestHandler).IsAssignableFrom(handler);
}
