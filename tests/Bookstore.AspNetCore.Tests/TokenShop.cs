using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Bookstore.AspNetCore;

/// <summary>A shop in an application that accepts tokens of a <see cref="TokenIssuer"/>.</summary>
public sealed class TokenShop : IAsyncDisposable
{
    private TokenShop(TokenIssuer issuer, TestShop shop) => (Issuer, Shop) = (issuer, shop);

    public TokenIssuer Issuer { get; }

    public TestShop Shop { get; }

    public static async Task<TokenShop> StartAsync(Action<IServiceCollection>? services = null, Action<BookstoreApiOptions>? options = null, Action<WebApplication>? application = null)
    {
        var issuer = await TokenIssuer.StartAsync();
        var shop = await TestShop.StartAsync(
            all =>
            {
                AddBearer(all.AddAuthentication(), issuer);
                services?.Invoke(all);
            },
            options,
            application);
        return new TokenShop(issuer, shop);
    }

    public static void AddBearer(AuthenticationBuilder authentication, TokenIssuer issuer) => authentication.AddJwtBearer(JwtBearerDefaults.AuthenticationScheme, bearer =>
    {
        bearer.Authority = issuer.Address;
        bearer.Audience = TokenIssuer.Audience;
        bearer.RequireHttpsMetadata = false;
    });

    public Task<Answer> GetAsync(string path, string token, string? key = null) => Shop.GetAsync(path, key, Bearer(token));

    public Task<Answer> PostAsync(string path, string? json, string token, params (string Name, string Value)[] headers) => Shop.PostAsync(path, json, null, [.. headers, Bearer(token)]);

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    private static (string Name, string Value) Bearer(string token) => ("Authorization", "Bearer " + token);
}
