using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bookstore.Payments.Stripe;

/// <summary>Checks the header <c>Stripe-Signature</c>: <c>t=seconds,v1=hex</c>, with a <c>v1</c> for each secret while one is rotated.</summary>
internal static class StripeWebhookSignature
{
    /// <summary>The header's name.</summary>
    public const string Header = "Stripe-Signature";

    private const int MaxHeaderLength = 2_000;
    private const int MaxSignatures = 20;

    // A body that was recorded can be sent again for so long.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Whether one of the secrets has signed the body, and not too long ago.</summary>
    public static bool IsValid(string? header, ReadOnlySpan<byte> body, IEnumerable<byte[]> secrets, DateTimeOffset now)
    {
        if (header is not { Length: > 0 and <= MaxHeaderLength } || !TryRead(header, out var seconds, out var signatures) || !IsRecent(seconds, now))
        {
            return false;
        }

        var prefix = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds}."));
        var isValid = false;
        foreach (var secret in secrets)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
            hash.AppendData(prefix);
            hash.AppendData(body);
            var expected = hash.GetHashAndReset();
            foreach (var signature in signatures)
            {
                // All are compared, so that the time says nothing.
                isValid |= CryptographicOperations.FixedTimeEquals(expected, signature);
            }
        }

        return isValid;
    }

    private static bool IsRecent(long seconds, DateTimeOffset now)
    {
        var difference = now.ToUnixTimeSeconds() - seconds;
        return Math.Abs(difference) <= (long)Tolerance.TotalSeconds;
    }

    private static bool TryRead(string header, out long seconds, out List<byte[]> signatures)
    {
        (seconds, signatures) = (-1, []);
        foreach (var part in header.Split(','))
        {
            var value = part.AsSpan().Trim();
            if (value.StartsWith("t=", StringComparison.Ordinal))
            {
                if (seconds >= 0 || !long.TryParse(value[2..], NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
                {
                    return false;
                }
            }
            else if (value.StartsWith("v1=", StringComparison.Ordinal) && signatures.Count < MaxSignatures && TryReadHex(value[3..]) is { } signature)
            {
                signatures.Add(signature);
            }
        }

        return seconds >= 0 && signatures.Count > 0;
    }

    private static byte[]? TryReadHex(ReadOnlySpan<char> text)
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        return text.Length == 2 * bytes.Length && Convert.FromHexString(text, bytes, out _, out var written) == System.Buffers.OperationStatus.Done && written == bytes.Length ? bytes : null;
    }
}
