using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bookstore.Webhooks;

/// <summary>The secrets that an endpoint's requests are signed with.</summary>
/// <param name="current">The secret.</param>
/// <param name="previous">The secrets before, and until when requests are signed with each as well.</param>
internal sealed class SigningKeys(byte[] current, params IReadOnlyList<(byte[] Key, DateTimeOffset Until)> previous)
{
    /// <summary>The value of <c>webhook-signature</c>.</summary>
    /// <param name="id">The value of <c>webhook-id</c>.</param>
    /// <param name="sentAt">The time of <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body.</param>
    public string Sign(string id, DateTimeOffset sentAt, ReadOnlySpan<byte> body)
    {
        var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{sentAt.ToUnixTimeSeconds()}."));
        var signatures = new StringBuilder(Sign(current, head, body));
        foreach (var (key, until) in previous)
        {
            if (sentAt < until)
            {
                signatures.Append(' ').Append(Sign(key, head, body));
            }
        }

        return signatures.ToString();
    }

    private static string Sign(byte[] key, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(head);
        hash.AppendData(body);
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.GetHashAndReset(signature);
        return "v1," + Convert.ToBase64String(signature);
    }
}
