using System.Security.Cryptography;
using System.Text;

namespace Bookstore.Identity;

/// <summary>The clients of a developer's machine, with secrets that everyone knows.</summary>
internal static class DevelopmentClients
{
    public static void AddTo(IdentityOptions options)
    {
        Add(options, "web-shop", "web-shop-secret", "catalog.read", "orders.read", "orders.write");
        Add(options, "warehouse", "warehouse-secret", "catalog.read", "stock.read", "stock.write", "delivery.read", "delivery.write");
    }

    private static void Add(IdentityOptions options, string name, string secret, params string[] scopes)
    {
        var client = new IdentityClient { SecretHash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret))) };
        client.Scopes.AddRange(scopes);
        options.Clients.Add(name, client);
    }
}
