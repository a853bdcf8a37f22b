using System.Net.Http.Headers;
using Bookstore.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bookstore.Samples;

/// <summary>The identity sample on the loopback, with a clock that a test sets.</summary>
public sealed class IdentityProcess : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private IdentityProcess(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        _http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public static async Task<IdentityProcess> StartAsync(TimeProvider? time = null, params string[] settings)
    {
        var app = IdentityServer.Build(["--environment", "Development", "--urls", "http://127.0.0.1:0", .. settings], services =>
        {
            services.AddSingleton(time ?? TimeProvider.System);
            services.AddLogging(static logging => logging.ClearProviders());
        });
        await app.StartAsync();
        return new IdentityProcess(app);
    }

    /// <summary>What the configuration of a host says that accepts the tokens of this server.</summary>
    public (string Name, string Value)[] SettingsOfTheHost() =>
    [
        ("Authentication__Schemes__Bearer__Authority", Address.ToString()),
        ("Authentication__Schemes__Bearer__ValidAudience", "bookstore"),
        ("Authentication__Schemes__Bearer__RequireHttpsMetadata", "false"),
    ];

    /// <summary>Asks for a token.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(string client, string secret, string? scope = null)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = secret };
        if (scope is not null)
        {
            form["scope"] = scope;
        }

        using var content = new FormUrlEncodedContent(form);
        using var answer = await _http.PostAsync("/connect/token", content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    /// <summary>Gets a token.</summary>
    public async Task<AuthenticationHeaderValue> GetTokenAsync(string client, string secret, string? scope = null)
    {
        var (status, body) = await AskAsync(client, secret, scope);
        status.ShouldBe(HttpStatusCode.OK, body.ToJsonString());
        return new AuthenticationHeaderValue("Bearer", (string)body["access_token"]!);
    }

    public async Task<IReadOnlyList<string>> ReadKeyIdsAsync() =>
        [.. JsonNode.Parse(await _http.GetStringAsync("/.well-known/jwks"))!["keys"]!.AsArray().Select(static key => (string)key!["kid"]!)];

    public async Task<string> RotateKeyAsync()
    {
        using var answer = await _http.PostAsync("/keys/rotate", content: null);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["kid"]!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }
}
