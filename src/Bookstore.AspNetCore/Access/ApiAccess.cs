using Bookstore.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Who may use the API's routes: finds the client of a request, and refuses the requests of all others.</summary>
/// <param name="clients">The configured clients.</param>
/// <param name="schemes">The application's schemes that are accepted beside API keys; <see langword="null"/> in an application without authentication.</param>
/// <param name="refused">Counts and logs refusals.</param>
internal sealed class ApiAccess(ClientRegistry clients, string[]? schemes, RefusedRequests refused)
{
    private readonly string[] _schemes = schemes ?? [];

    public ClientRegistry Clients => clients;

    public RefusedRequests Refused => refused;

    /// <summary>Whether a request without an API key may have another identity.</summary>
    public bool AcceptsOthers => _schemes.Length > 0;

    /// <summary>The policy of a role: an identity of any of the schemes, and the role.</summary>
    public static AuthorizationPolicy PolicyOf(ClientRegistry clients, string[] schemes, ApiRole role) =>
        new([new RoleRequirement(clients, role)], [.. schemes, BookstoreAuthentication.ApiKeyScheme]);

    /// <summary>Gives a route its policy. In an application without authentication nothing could check it; the route itself does.</summary>
    public T Protect<T>(T endpoint, ApiRoute route)
        where T : IEndpointConventionBuilder
    {
        endpoint.WithMetadata(route);
        return schemes is null ? endpoint : endpoint.WithMetadata(PolicyOf(clients, schemes, route.Role));
    }

    /// <summary>Finds the client with a role; without one, the first client that any scheme knows, or <see langword="null"/>. An API key that is sent is the only identity that counts.</summary>
    public async ValueTask<ApiClient?> FindAsync(HttpContext context, ApiRole role)
    {
        var key = context.Request.Headers[BookstoreHeaders.ApiKey];
        if (key.Count > 0)
        {
            return clients.Find(key);
        }

        ApiClient? first = null;
        foreach (var scheme in _schemes)
        {
            // Asked for again after a middleware did, a scheme returns the same result.
            var result = await context.AuthenticateAsync(scheme).ConfigureAwait(false);
            if (result is not { Succeeded: true, Principal: { } principal })
            {
                continue;
            }

            var client = clients.Find(principal) ?? clients.Unnamed;
            if (client.Has(role))
            {
                return client;
            }

            first ??= client;
        }

        return first;
    }

    /// <summary>Refuses a request without a client with <c>401</c> and the challenge of each scheme, and a client without the role with <c>403</c>.</summary>
    public async Task RefuseAsync(HttpContext context, ApiClient? client)
    {
        refused.NoteAccess(context, client);
        if (client is not null)
        {
            await ProblemWriter.WriteAsync(context, Problems.Forbidden).ConfigureAwait(false);
            return;
        }

        foreach (var scheme in _schemes)
        {
            await context.ChallengeAsync(scheme).ConfigureAwait(false);
        }

        // A scheme may have an answer of its own, by an event of the application.
        if (!context.Response.HasStarted)
        {
            // Of a scheme that redirects to a login page.
            context.Response.Headers.Location = default;
            await ProblemWriter.WriteAsync(context, AcceptsOthers ? Problems.UnauthorizedByAnyScheme : Problems.Unauthorized).ConfigureAwait(false);
        }
    }
}
