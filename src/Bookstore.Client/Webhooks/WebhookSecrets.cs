namespace Bookstore.Client.Webhooks;

/// <summary>Reads the secrets of endpoints. A message never quotes one.</summary>
internal static class WebhookSecrets
{
    private const string Prefix = "whsec_";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    /// <summary>The keys of secrets, in their order.</summary>
    /// <exception cref="ArgumentException">There is no secret, there are too many, or one of them is none.</exception>
    public static byte[][] Read(IReadOnlyCollection<string> secrets)
    {
        if (secrets.Count is 0 or > BookstoreWebhooks.MaxSecrets)
        {
            throw new ArgumentException($"Give 1 to {BookstoreWebhooks.MaxSecrets} secrets.", nameof(secrets));
        }

        var keys = new List<byte[]>(secrets.Count);
        foreach (var secret in secrets)
        {
            keys.Add(TryRead(secret) ?? throw new ArgumentException($"A secret is {Prefix} and {MinBytes} to {MaxBytes} bytes in base64, as the shop showed it when the endpoint was created.", nameof(secrets)));
        }

        return [.. keys];
    }

    private static byte[]? TryRead(string? secret)
    {
        if (secret is null || !secret.StartsWith(Prefix, StringComparison.Ordinal) || secret.Length > Prefix.Length + (MaxBytes * 2))
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[MaxBytes * 2];
        var isBase64 = Convert.TryFromBase64Chars(secret.AsSpan(Prefix.Length), bytes, out var count);
        var key = isBase64 && count is >= MinBytes and <= MaxBytes ? bytes[..count].ToArray() : null;
        bytes.Clear();
        return key;
    }
}
