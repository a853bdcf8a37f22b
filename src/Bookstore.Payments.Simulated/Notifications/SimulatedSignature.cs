using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bookstore.Payments.Simulated;

/// <summary>Signs and checks notifications as Standard Webhooks says: <c>v1,</c> and the base64 of an HMAC over id, seconds and body.</summary>
internal static class SimulatedSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimeHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    private const string Version = "v1,";

    // A body that was recorded can be sent again for so long.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static string Of(string id, long seconds, ReadOnlySpan<byte> body, string secret) => Version + Convert.ToBase64String(Hash(id, seconds, body, secret));

    public static bool IsValid(IReadOnlyDictionary<string, string> headers, ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        if (!headers.TryGetValue(IdHeader, out var id)
            || !headers.TryGetValue(SignatureHeader, out var signature)
            || !signature.StartsWith(Version, StringComparison.Ordinal)
            || !long.TryParse(headers.GetValueOrDefault(TimeHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > (long)Tolerance.TotalSeconds)
        {
            return false;
        }

        var given = new byte[HMACSHA256.HashSizeInBytes];
        return Convert.TryFromBase64String(signature[Version.Length..], given, out var length) && CryptographicOperations.FixedTimeEquals(Hash(id, seconds, body, secret), given.AsSpan(0, length));
    }

    private static byte[] Hash(string id, long seconds, ReadOnlySpan<byte> body, string secret)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.")));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
