using System.Security.Cryptography;
using System.Text;

namespace Bookstore.AspNetCore;

/// <summary>Hashes the key of a request without leaving it on the heap.</summary>
internal static class KeyHash
{
    public const int Size = SHA256.HashSizeInBytes;

    public const int MaxKeyLength = 512;

    /// <summary>Hashes a key; a key that is empty or too long to be one is not hashed.</summary>
    public static bool TryCompute(ReadOnlySpan<char> key, Span<byte> destination)
    {
        if (key.Length is 0 or > MaxKeyLength)
        {
            return false;
        }

        Span<byte> utf8 = stackalloc byte[key.Length * 3];
        var length = Encoding.UTF8.GetBytes(key, utf8);
        SHA256.HashData(utf8[..length], destination);
        utf8[..length].Clear();
        return true;
    }

    public static bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => CryptographicOperations.FixedTimeEquals(left, right);
}
