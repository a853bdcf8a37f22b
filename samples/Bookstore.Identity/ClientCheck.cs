using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Bookstore.Identity;

/// <summary>Lets a request for a token pass when its client is known, its secret is right, and it asks for no more than the client may do.</summary>
internal sealed class ClientCheck(IOptionsMonitor<IdentityOptions> options) : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    private const int MaxSecretLength = 512;

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        if (!options.CurrentValue.Clients.TryGetValue(context.ClientId ?? string.Empty, out var client) || !IsSecretOf(client, context.ClientSecret))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "The client is not known, or its secret is wrong.");
        }
        else if (context.Request.GetScopes().Except(client.Scopes, StringComparer.Ordinal).Any())
        {
            context.Reject(OpenIddictConstants.Errors.InvalidScope, "The client may not have one of the scopes.");
        }

        return ValueTask.CompletedTask;
    }

    private static bool IsSecretOf(IdentityClient client, string? secret) =>
        secret is { Length: > 0 and <= MaxSecretLength } && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), Convert.FromHexString(client.SecretHash));
}
