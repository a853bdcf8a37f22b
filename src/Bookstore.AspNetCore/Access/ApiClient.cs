namespace Bookstore.AspNetCore;

/// <summary>A configured client whose key a request carried.</summary>
internal sealed class ApiClient(string name, ApiRole roles, ClientLimiter limiter)
{
    public string Name { get; } = name;

    public ApiRole Roles { get; } = roles;

    public ClientLimiter Limiter { get; } = limiter;

    public bool Has(ApiRole role) => (Roles & role) == role;
}
