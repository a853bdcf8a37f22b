using System.Security.Claims;

namespace Bookstore;

/// <summary>How the API accepts identities other than API keys, such as bearer tokens. Bound to the configuration section <c>Bookstore:Authentication</c>.</summary>
public sealed class BookstoreAuthenticationOptions
{
    /// <summary>
    /// The authentication schemes that are accepted beside API keys, by name. Read when the API is mapped. Default empty: every scheme of the application, except those that a browser sends by itself or
    /// that lead to a login page (cookies, policy schemes, OpenID Connect, Negotiate). Name such a scheme here only if requests of other sites cannot use it.
    /// </summary>
    public IList<string> Schemes { get; } = [];

    /// <summary>
    /// The claims that contain roles: values of <see cref="BookstoreRoles"/>, or <see cref="BookstoreRoles.Wildcard"/> for all. Other values are ignored. A claim <c>scope</c> or <c>scp</c> contains
    /// several, separated by spaces. Default empty: <c>scope</c>, <c>scp</c>, <c>roles</c> and <c>role</c>. The names that ASP.NET Core gives these claims when it maps them are included.
    /// </summary>
    public IList<string> RoleClaims { get; } = [];

    /// <summary>
    /// The claims that name the client, the first that is there counts. The name is the scope of idempotency keys and of the limits of requests; the name of a configured client means that client.
    /// Default empty: <c>client_id</c>, <c>azp</c>, then <c>sub</c>. A value of more than 100 characters, or with control characters, is replaced by its hash.
    /// </summary>
    public IList<string> ClientClaims { get; } = [];

    /// <summary>
    /// Maps an authenticated principal to a client, instead of <see cref="RoleClaims"/> and <see cref="ClientClaims"/>. It returns <see langword="null"/> for a principal that is no client: the response is
    /// <c>403</c>. Called for each request, from several threads at once; an exception is answered with <c>500</c>. Default none.
    /// </summary>
    public Func<ClaimsPrincipal, ApiClientIdentity?>? MapClient { get; set; }
}
