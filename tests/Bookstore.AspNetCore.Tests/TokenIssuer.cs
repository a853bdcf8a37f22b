using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Bookstore.AspNetCore;

/// <summary>An issuer of tokens on the loopback, with the metadata and the key set that JwtBearer reads.</summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    public const string Audience = "bookstore";

    private readonly WebApplication _app;
    private RsaSecurityKey _key = NewKey();

    private TokenIssuer(WebApplication app) => _app = app;

    public string Address { get; private set; } = null!;

    public static async Task<TokenIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var issuer = new TokenIssuer(builder.Build());
        issuer._app.MapGet("/.well-known/openid-configuration", () => Results.Text($$"""{"issuer":"{{issuer.Address}}","jwks_uri":"{{issuer.Address}}/keys"}""", "application/json"));
        issuer._app.MapGet("/keys", () => Results.Text(issuer.KeySet(), "application/json"));
        await issuer._app.StartAsync();
        issuer.Address = issuer._app.Urls.Single();
        return issuer;
    }

    public void RotateKey() => _key = NewKey();

    /// <summary>Signs a token of a client, good for an hour.</summary>
    public string TokenOf(string client, string scope) => Token(new Dictionary<string, object>(StringComparer.Ordinal) { ["client_id"] = client, ["scope"] = scope });

    public string Token(Dictionary<string, object> claims, string? audience = Audience, string? issuer = null, TimeSpan? lifetime = null, SecurityKey? key = null)
    {
        var ends = DateTime.UtcNow + (lifetime ?? TimeSpan.FromHours(1));
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Address,
            Audience = audience,
            Subject = new ClaimsIdentity(),
            Claims = claims,
            NotBefore = ends - TimeSpan.FromHours(2),
            Expires = ends,
            SigningCredentials = new SigningCredentials(key ?? _key, SecurityAlgorithms.RsaSha256),
        });
    }

    public static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string KeySet()
    {
        var key = _key.Rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{_key.KeyId}}","n":"{{Base64UrlEncoder.Encode(key.Modulus)}}","e":"{{Base64UrlEncoder.Encode(key.Exponent)}}"}]}""";
    }
}
