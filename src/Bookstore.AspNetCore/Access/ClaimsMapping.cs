using System.Security.Claims;

namespace Bookstore.AspNetCore;

/// <summary>Reads the client's name and roles from a principal, as the options say.</summary>
internal sealed class ClaimsMapping
{
    private const string Scope = "scope";
    private const string ScopeOfMicrosoft = "scp";
    private const string MappedScope = "http://schemas.microsoft.com/identity/claims/scope";

    private readonly Func<ClaimsPrincipal, ApiClientIdentity?>? _mapClient;
    private readonly string[] _roleClaims;
    private readonly string[] _clientClaims;

    public ClaimsMapping(BookstoreAuthenticationOptions options)
    {
        _mapClient = options.MapClient;
        _roleClaims = WithMappedNames(options.RoleClaims.Count > 0 ? options.RoleClaims : [Scope, ScopeOfMicrosoft, "roles", "role"]);
        _clientClaims = WithMappedNames(options.ClientClaims.Count > 0 ? options.ClientClaims : ["client_id", "azp", "sub"]);
    }

    /// <summary>Returns <see langword="null"/> for a principal that is no client.</summary>
    public (string Name, ApiRole Roles)? Read(ClaimsPrincipal principal)
    {
        if (ApiKeyIdentity.In(principal) is { } known)
        {
            return known;
        }

        return _mapClient is null ? ReadClaims(principal) : ReadMapped(_mapClient(principal));
    }

    /// <summary>The subject of a token, or of the application's own identity; <see langword="null"/> where there is none.</summary>
    public static string? SubjectOf(ClaimsPrincipal principal) =>
        principal.FindFirst(static claim => claim.Type is "sub" or ClaimTypes.NameIdentifier && Counts(claim))?.Value is { Length: > 0 } subject ? ClientName.OfActor(subject) : null;

    private static (string Name, ApiRole Roles)? ReadMapped(ApiClientIdentity? identity) =>
        identity is { Name.Length: > 0 } ? (ClientName.Of(identity.Name), RolesOf(identity.Roles)) : null;

    private (string Name, ApiRole Roles)? ReadClaims(ClaimsPrincipal principal)
    {
        foreach (var type in _clientClaims)
        {
            if (principal.FindFirst(claim => claim.Type == type && Counts(claim))?.Value is { Length: > 0 } name)
            {
                return (ClientName.Of(name), RolesIn(principal));
            }
        }

        return null;
    }

    private ApiRole RolesIn(ClaimsPrincipal principal)
    {
        var roles = ApiRole.None;
        foreach (var claim in principal.Claims)
        {
            if (_roleClaims.Contains(claim.Type, StringComparer.Ordinal) && Counts(claim))
            {
                // Only a scope is a list: the name of a group may contain a space.
                roles |= claim.Type is Scope or ScopeOfMicrosoft or MappedScope ? RolesOf(claim.Value.Split(' ')) : RolesOf([claim.Value]);
            }
        }

        return roles;
    }

    private static bool Counts(Claim claim) => claim.Subject?.IsAuthenticated == true;

    private static ApiRole RolesOf(IReadOnlyCollection<string> names)
    {
        var roles = ApiRole.None;
        foreach (var name in names)
        {
            roles |= ApiRoles.TryParse(name, out var role) ? role : ApiRole.None;
        }

        return roles;
    }

    // What JwtBearer turns the short names into, unless MapInboundClaims is off.
    private static string[] WithMappedNames(IEnumerable<string> types) => [.. types.SelectMany<string, string>(static type => type switch
    {
        "sub" => [type, ClaimTypes.NameIdentifier],
        "role" or "roles" => [type, ClaimTypes.Role],
        ScopeOfMicrosoft => [type, MappedScope],
        _ => [type],
    }).Distinct(StringComparer.Ordinal)];
}
