using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Bookstore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore.Samples;

/// <summary>The sample host behind the identity sample.</summary>
public sealed class IdentityTests(IdentityHost shop) : IClassFixture<IdentityHost>
{
    [Fact]
    public async Task A_client_gets_a_token_and_places_an_order()
    {
        var token = await shop.Identity.GetTokenAsync("web-shop", "web-shop-secret");

        (await shop.PlaceAsync(token)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await shop.GetAsync("/api/books", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/orders", token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_token_has_the_scopes_that_were_asked_for()
    {
        var token = await shop.Identity.GetTokenAsync("web-shop", "web-shop-secret", "catalog.read");

        (await shop.GetAsync("/api/books", token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await shop.PlaceAsync(token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("web-shop", "wrong", null, HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("web-shop", "", null, HttpStatusCode.BadRequest, "invalid_request")]
    [InlineData("stranger", "web-shop-secret", null, HttpStatusCode.Unauthorized, "invalid_client")]
    [InlineData("web-shop", "web-shop-secret", "refunds.write", HttpStatusCode.BadRequest, "invalid_scope")]
    [InlineData("web-shop", "web-shop-secret", "*", HttpStatusCode.BadRequest, "invalid_scope")]
    public async Task A_client_gets_no_more_than_it_may_have(string client, string secret, string? scope, HttpStatusCode status, string error)
    {
        var refused = await shop.Identity.AskAsync(client, secret, scope);

        (refused.Status, (string?)refused.Body["error"]).ShouldBe((status, error));
    }

    [Theory]
    [InlineData("audience")]
    [InlineData("expired")]
    [InlineData("none")]
    [InlineData("key")]
    public async Task A_token_that_does_not_hold_is_unauthorized(string fault)
    {
        var token = fault switch
        {
            "audience" => await shop.Identity.GetTokenAsync("other", "other-secret"),
            "expired" => shop.Expired,
            _ => Forged(await shop.Identity.GetTokenAsync("web-shop", "web-shop-secret"), fault),
        };

        using var answer = await shop.GetAsync("/api/books", token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.Select(static challenge => challenge.Scheme).ShouldBe(["Bearer", "ApiKey"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_key_is_rotated_and_the_host_reads_the_new_one_without_a_restart()
    {
        // A host of its own: one that has seen a forged token waits before it reads the keys again.
        using var folder = new HostFolder();
        await using var identity = await IdentityProcess.StartAsync();
        await using var host = await HostProcess.StartAsync(folder, identity.SettingsOfTheHost());
        var before = await identity.GetTokenAsync("web-shop", "web-shop-secret");
        (await IdentityHost.GetAsync(host, "/api/books", before)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var renewed = await identity.RotateKeyAsync();

        (await identity.ReadKeyIdsAsync())[0].ShouldBe(renewed);
        var after = await identity.GetTokenAsync("web-shop", "web-shop-secret");
        HeaderOf(after).ShouldContain(renewed);

        // The first token with an unknown key has the key set read again in the background.
        await Eventually.TrueAsync(async () => (await IdentityHost.GetAsync(host, "/api/books", after)).StatusCode == HttpStatusCode.OK, () => "the new key");
        (await IdentityHost.GetAsync(host, "/api/books", before)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("The server knows no client.")]
    [InlineData("Identity:Clients:web:SecretHash is no SHA-256.", "--Identity:Clients:web:SecretHash", "secret")]
    [InlineData("Identity:Clients:web:Audience is empty.", "--Identity:Clients:web:SecretHash", "{hash}", "--Identity:Clients:web:Audience", "")]
    [InlineData("Identity:TokenLifetime is 00:00:01.", "--Identity:Clients:web:SecretHash", "{hash}", "--Identity:TokenLifetime", "00:00:01")]
    public async Task A_server_without_usable_clients_does_not_start(string message, params string[] settings)
    {
        string[] args = ["--environment", "Production", "--urls", "http://127.0.0.1:0", .. settings.Select(static word => word == "{hash}" ? new string('a', 64) : word)];
        await using var app = IdentityServer.Build(args, static services => services.AddLogging(static logging => logging.ClearProviders()));

        (await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync())).Message.ShouldContain(message);
    }

    // The claims of a good token: without a signature, or with one of a key that the issuer does not have.
    private static AuthenticationHeaderValue Forged(AuthenticationHeaderValue good, string fault)
    {
        var claims = good.Parameter!.Split('.')[1];
        if (fault == "none")
        {
            return new("Bearer", $"{Encode(Encoding.UTF8.GetBytes("""{"alg":"none","typ":"at+jwt"}"""))}.{claims}.");
        }

        using var key = RSA.Create(2048);
        var content = $"{Encode(Encoding.UTF8.GetBytes("""{"alg":"RS256","kid":"unknown","typ":"at+jwt"}"""))}.{claims}";
        return new("Bearer", $"{content}.{Encode(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}");
    }

    private static string HeaderOf(AuthenticationHeaderValue token)
    {
        var header = token.Parameter!.Split('.')[0].Replace('-', '+').Replace('_', '/');
        return Encoding.UTF8.GetString(Convert.FromBase64String(header.PadRight((header.Length + 3) / 4 * 4, '=')));
    }

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
