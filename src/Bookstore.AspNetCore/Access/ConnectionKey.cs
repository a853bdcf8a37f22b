using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>The last key of a connection that was a client's, with its hash: most send one key with all requests, and hashing it takes a twentieth of what a small response takes.</summary>
/// <remarks>Of HTTP/1.1 alone, where the requests of a connection come one after another. Whose key it is is looked up each time, so that a key that was revoked is refused at once.</remarks>
internal sealed class ConnectionKey
{
    private static readonly object Item = new();

    private readonly string _key;
    private readonly byte[] _hash;

    private ConnectionKey(string key, byte[] hash) => (_key, _hash) = (key, hash);

    /// <summary>Finds who sent a key, by the hash that the connection's last request had where the key is the same. Returns <see langword="null"/> for a missing, unknown or revoked key alike.</summary>
    public static ApiClient? Find(HttpContext context, string? key, ClientRegistry clients)
    {
        var items = ItemsOf(context);
        if (items is not null && items.TryGetValue(Item, out var kept) && kept is ConnectionKey last && AreEqual(last._key, key))
        {
            return clients.Find(last._hash);
        }

        Span<byte> hash = stackalloc byte[KeyHash.Size];
        var client = KeyHash.TryCompute(key, hash) ? clients.Find(hash) : null;
        if (client is not null && items is not null)
        {
            items[Item] = new ConnectionKey(key!, hash.ToArray());
        }

        return client;
    }

    private static IDictionary<object, object?>? ItemsOf(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol) ? context.Features.Get<IConnectionItemsFeature>()?.Items : null;

    // In a time that tells nothing of where they differ.
    private static bool AreEqual(string left, string? right) => CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left.AsSpan()), MemoryMarshal.AsBytes(right.AsSpan()));
}
