using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Bookstore.Samples;

/// <summary>The sample host behind the identity sample, for the tests of one class. A token that has expired was issued before they began.</summary>
public sealed class IdentityHost : IAsyncLifetime
{
    // The SHA-256 of other-secret.
    private const string OtherSecretHash = "9c0ee26e4a1fbb028187486a7ea91f81f8ab81fcf467cba75107dbd3a64244d7";

    // The SHA-256 of web-shop-secret.
    private const string WebShopSecretHash = "1c5b3c5707f277d7d2ecff984673129c6f6f4d5453e9850b305d5cc72183a0a7";

    private readonly HostFolder _folder = new();
    private HostProcess _host = null!;

    public IdentityProcess Identity { get; private set; } = null!;

    public AuthenticationHeaderValue Expired { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(-2));
        Identity = await IdentityProcess.StartAsync(
            time,
            "--Identity:Clients:other:SecretHash", OtherSecretHash,
            "--Identity:Clients:other:Audience", "another-api",
            "--Identity:Clients:other:Scopes:0", "*",
            "--Identity:Clients:web-shop:SecretHash", WebShopSecretHash,
            "--Identity:Clients:web-shop:Scopes:0", "catalog.read",
            "--Identity:Clients:web-shop:Scopes:1", "orders.write");
        Expired = await Identity.GetTokenAsync("web-shop", "web-shop-secret");
        time.SetUtcNow(DateTimeOffset.UtcNow);
        _host = await HostProcess.StartAsync(_folder, Identity.SettingsOfTheHost());
    }

    public Task<HttpResponseMessage> GetAsync(string path, AuthenticationHeaderValue token) => GetAsync(_host, path, token);

    public static async Task<HttpResponseMessage> GetAsync(HostProcess host, string path, AuthenticationHeaderValue token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, path));
        return await SendAsync(request, token);
    }

    public async Task<HttpResponseMessage> PlaceAsync(AuthenticationHeaderValue token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_host.Address, "/api/orders"));
        request.Content = new StringContent(
            """{"customer_id":"ada","items":[{"isbn":"9780140449136","quantity":1}],"payment":{"card_number":"4242424242424242"}}""", Encoding.UTF8, "application/json");
        return await SendAsync(request, token);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await Identity.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, AuthenticationHeaderValue token)
    {
        using var http = new HttpClient();
        request.Headers.Authorization = token;
        return await http.SendAsync(request);
    }
}
