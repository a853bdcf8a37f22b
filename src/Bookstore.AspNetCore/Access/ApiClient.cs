namespace Bookstore.AspNetCore;

/// <summary>The client that sent a request.</summary>
/// <param name="name">Its name: the scope of its idempotency keys.</param>
/// <param name="roles">What it may do.</param>
/// <param name="limiter">Counts its requests.</param>
/// <param name="subject">The person or the account that it acts for; <see langword="null"/> for none.</param>
/// <param name="isKnown"><see langword="false"/> for an identity that is no client: it may do nothing, not even ask what is there.</param>
internal sealed class ApiClient(string name, ApiRole roles, ClientLimiter limiter, string? subject = null, bool isKnown = true)
{
    public string Name { get; } = name;

    /// <summary>Who makes the writes of its requests.</summary>
    public Actor Actor { get; } = new(ClientName.OfActor(name), subject);

    public ApiRole Roles { get; } = roles;

    public ClientLimiter Limiter { get; } = limiter;

    public bool Has(ApiRole role) => isKnown && (Roles & role) == role;
}
