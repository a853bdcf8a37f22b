using System.Text.Encodings.Web;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Bookstore.AspNetCore;

/// <summary>Authenticates the header <c>X-API-Key</c> for ASP.NET Core. The API's own routes look the key up themselves (docs/decisions/0026).</summary>
/// <remarks>On the routes of a shop with a name it knows the clients of that shop, elsewhere those of the shop without one.</remarks>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, UrlEncoder.Default)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(CheckKey());

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await base.HandleChallengeAsync(properties).ConfigureAwait(false);
        Response.Headers.Append(HeaderNames.WWWAuthenticate, Problems.KeyChallenge);
    }

    private AuthenticateResult CheckKey()
    {
        var key = Request.Headers[BookstoreHeaders.ApiKey];
        if (key.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        return MappedShop.Find<ClientRegistry>(Context.RequestServices, MappedShop.Of(Context))?.Find(key) is { } client
            ? AuthenticateResult.Success(new AuthenticationTicket(ApiKeyIdentity.Of(client), Scheme.Name))
            : AuthenticateResult.Fail("The API key is not valid.");
    }
}
