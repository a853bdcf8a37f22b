using System.Security.Claims;

namespace Bookstore.AspNetCore;

/// <summary>The identity that an API key proves, as claims.</summary>
internal static class ApiKeyIdentity
{
    public static ClaimsPrincipal Of(ApiClient client)
    {
        var claims = new List<Claim> { new(BookstoreAuthentication.ClientClaim, client.Name) };
        foreach (var name in BookstoreRoles.All)
        {
            if (ApiRoles.TryParse(name, out var role) && client.Has(role))
            {
                claims.Add(new Claim(BookstoreAuthentication.RoleClaim, name));
            }
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, BookstoreAuthentication.ApiKeyScheme, BookstoreAuthentication.ClientClaim, BookstoreAuthentication.RoleClaim));
    }

    /// <summary>Finds it in a principal, which may have other identities beside it.</summary>
    public static (string Name, ApiRole Roles)? In(ClaimsPrincipal principal)
    {
        foreach (var identity in principal.Identities)
        {
            if (identity.AuthenticationType == BookstoreAuthentication.ApiKeyScheme && identity.FindFirst(BookstoreAuthentication.ClientClaim) is { } client)
            {
                return (client.Value, RolesOf(identity));
            }
        }

        return null;
    }

    private static ApiRole RolesOf(ClaimsIdentity identity)
    {
        var roles = ApiRole.None;
        foreach (var claim in identity.FindAll(BookstoreAuthentication.RoleClaim))
        {
            roles |= ApiRoles.TryParse(claim.Value, out var role) ? role : ApiRole.None;
        }

        return roles;
    }
}
