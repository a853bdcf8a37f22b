using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Bookstore.Identity;

/// <summary>Says what is in a token: the client, its scopes, and the API that it is for.</summary>
internal sealed class TokenIssue(IOptionsMonitor<IdentityOptions> options) : IOpenIddictServerHandler<HandleTokenRequestContext>
{
    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        var client = options.CurrentValue.Clients[context.ClientId!];
        var asked = context.Request.GetScopes();
        var identity = new ClaimsIdentity(nameof(Identity));
        identity.SetClaim(OpenIddictConstants.Claims.Subject, context.ClientId);

        // A client that asks for nothing in particular gets all that it may have.
        identity.SetScopes(asked.IsEmpty ? [.. client.Scopes] : asked);
        identity.SetResources(ImmutableArray.Create(client.Audience));
        context.SignIn(new ClaimsPrincipal(identity));
        return ValueTask.CompletedTask;
    }
}
