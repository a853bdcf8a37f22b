using System.Security.Cryptography;
using System.Text;
using Bookstore.AspNetCore;

namespace Bookstore;

/// <summary>A client of the API: the hashes of its keys and their roles.</summary>
public sealed class ApiClientRegistration
{
    /// <summary>The SHA-256 of each of the client's API keys, 64 hexadecimal digits; several allow a key to be rotated. Default none.</summary>
    public IList<string> KeyHashes { get; } = [];

    /// <summary>What the client may do: values of <see cref="BookstoreRoles"/>. Default nothing.</summary>
    public IList<string> Roles { get; } = [];

    /// <summary>The hash to configure for an API key.</summary>
    /// <param name="apiKey">The key. Choose 32 random bytes or more: a guessable key is not made safe by hashing it.</param>
    /// <returns>The SHA-256 of its UTF-8 bytes, in lower-case hexadecimal digits.</returns>
    /// <exception cref="ArgumentException">The key is empty, or has more than 512 characters: the API takes no such key.</exception>
    public static string HashKey(string apiKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(apiKey);
        if (apiKey.Length > KeyHash.MaxKeyLength)
        {
            throw new ArgumentException($"An API key has at most {KeyHash.MaxKeyLength} characters.", nameof(apiKey));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(apiKey)));
    }
}
