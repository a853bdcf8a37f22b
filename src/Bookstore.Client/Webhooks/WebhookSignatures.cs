using System.Security.Cryptography;
using System.Text;

namespace Bookstore.Client.Webhooks;

/// <summary>Compares the signatures of a request with those that the secrets make.</summary>
internal static class WebhookSignatures
{
    private const string Version = "v1,";

    /// <summary>Whether one of the signatures is one of the secrets'. All are compared, so that the time does not tell which.</summary>
    public static bool Match(ReadOnlySpan<byte> body, WebhookHeaders headers, byte[][] keys)
    {
        var given = Read(headers.Signature!);
        var isMatch = false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in keys)
        {
            Sign(key, headers, body, expected);
            foreach (var signature in given)
            {
                isMatch |= CryptographicOperations.FixedTimeEquals(signature, expected);
            }
        }

        return isMatch;
    }

    private static void Sign(byte[] key, WebhookHeaders headers, ReadOnlySpan<byte> body, Span<byte> signature)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{headers.Id}.{headers.Timestamp}."));
        hash.AppendData(body);
        hash.GetHashAndReset(signature);
    }

    // Signatures of other versions, such as v1a, are passed over. The length of the header bounds their number.
    private static List<byte[]> Read(string header)
    {
        var signatures = new List<byte[]>();
        Span<byte> bytes = stackalloc byte[HMACSHA256.HashSizeInBytes + 1];
        foreach (var range in header.AsSpan().Split(' '))
        {
            var part = header.AsSpan(range);
            if (part.StartsWith(Version, StringComparison.Ordinal) && Convert.TryFromBase64Chars(part[Version.Length..], bytes, out var count) && count == HMACSHA256.HashSizeInBytes)
            {
                signatures.Add(bytes[..count].ToArray());
            }
        }

        return signatures;
    }
}
