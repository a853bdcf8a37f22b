namespace Bookstore.AspNetCore;

/// <summary>The client that sent a request.</summary>
/// <param name="name">Its name: the scope of its idempotency keys.</param>
/// <param name="roles">What it may do.</param>
/// <param name="limiter">Counts its requests.</param>
/// <param name="isKnown"><see langword="false"/> for an identity that is no client: it may do nothing, not even ask what is there.</param>
internal sealed class ApiClient(string name, ApiRole roles, ClientLimiter limiter, bool isKnown = true)
{
    public string Name { get; } = name;

    public ApiRole Roles { get; } = roles;

    public ClientLimiter Limiter { get; } = limiter;

    public bool Has(ApiRole role) => isKnown && (Roles & role) == role;
}
