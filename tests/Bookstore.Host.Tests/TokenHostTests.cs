using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Bookstore.Samples;

/// <summary>Bearer tokens at the sample host.</summary>
public sealed class TokenHostTests
{
    private const string Scheme = "Authentication__Schemes__Bearer__";
    private const string Issuer = "https://issuer.example";

    private static readonly byte[] SigningKey = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task Tokens_of_the_configured_issuer_are_accepted_beside_the_key()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(
            folder,
            (Scheme + "ValidAudience", "bookstore"),
            (Scheme + "ValidIssuer", Issuer),
            (Scheme + "SigningKeys__0__Issuer", Issuer),
            (Scheme + "SigningKeys__0__Value", Convert.ToBase64String(SigningKey)));

        (await host.Http.GetAsync("/api/books")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ReadAsync(host, "/api/books", Token(Issuer, "bookstore"))).StatusCode.ShouldBe(HttpStatusCode.OK, host.Output);
        (await ReadAsync(host, "/api/orders", Token(Issuer, "bookstore"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ReadAsync(host, "/api/books", Token(Issuer, "another"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var refused = await ReadAsync(host, "/api/books", Token("https://another.example", "bookstore"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme).ShouldBe(["Bearer", "ApiKey"], ignoreOrder: true);
    }

    [Fact]
    public async Task Tokens_without_an_audience_to_check_stop_the_start()
    {
        using var folder = new HostFolder();

        var (exitCode, text) = await HostProcess.RunAsync(folder, new HostLaunch { Environment = [(Scheme + "Authority", Issuer)] }.WithKey());

        exitCode.ShouldBe(1);
        text.ShouldContain("Authentication:Schemes:Bearer names no audience.");
    }

    private static async Task<HttpResponseMessage> ReadAsync(HostProcess host, string path, string token)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.GetAsync(path);
    }

    private static string Token(string issuer, string audience)
    {
        var content = Encode("""{"alg":"HS256","typ":"JWT"}""") + "."
            + Encode($$"""{"iss":"{{issuer}}","aud":"{{audience}}","exp":{{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}},"client_id":"web","scope":"catalog.read"}""");
        return content + "." + Encode(HMACSHA256.HashData(SigningKey, Encoding.ASCII.GetBytes(content)));
    }

    private static string Encode(string json) => Encode(Encoding.UTF8.GetBytes(json));

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
