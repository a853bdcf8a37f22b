using System.Security.Cryptography;

namespace Bookstore.Webhooks;

/// <summary>Makes the secrets of endpoints and encrypts them for the store: AES-256-GCM, under a key that is derived from the configured one, bound to the endpoint.</summary>
internal sealed class SecretCipher : IDisposable
{
    public const int SecretLength = 32;

    private const string Prefix = "whsec_";
    private const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly AesGcm[] _ciphers;

    /// <summary>Makes a cipher.</summary>
    /// <param name="keys">The key to encrypt with, then those that secrets may have been encrypted with before.</param>
    public SecretCipher(IEnumerable<string> keys) => _ciphers = [.. keys.Select(static key => MakeCipher(TryReadKey(key)!))];

    /// <summary>Reads a configured key: 32 bytes in base64.</summary>
    /// <returns><see langword="null"/> when it is none.</returns>
    public static byte[]? TryReadKey(string? text)
    {
        Span<byte> bytes = stackalloc byte[KeyLength + 1];
        return text is { Length: <= 48 } && Convert.TryFromBase64String(text, bytes, out var count) && count == KeyLength ? bytes[..count].ToArray() : null;
    }

    /// <summary>Makes the bytes of a new secret.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <summary>The secret as receivers are given it.</summary>
    public static string TextOf(ReadOnlySpan<byte> secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>Encrypts a secret of an endpoint.</summary>
    public string Encrypt(Guid endpointId, ReadOnlySpan<byte> secret)
    {
        var sealedSecret = new byte[NonceLength + secret.Length + TagLength];
        var nonce = sealedSecret.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        lock (_ciphers)
        {
            _ciphers[0].Encrypt(nonce, secret, sealedSecret.AsSpan(NonceLength, secret.Length), sealedSecret.AsSpan(NonceLength + secret.Length), endpointId.ToByteArray());
        }

        return Convert.ToBase64String(sealedSecret);
    }

    /// <summary>Decrypts a secret of an endpoint.</summary>
    /// <returns><see langword="null"/> when no key fits.</returns>
    public byte[]? TryDecrypt(Guid endpointId, string text)
    {
        var sealedSecret = new byte[NonceLength + SecretLength + TagLength];
        if (!Convert.TryFromBase64String(text, sealedSecret, out var count) || count != sealedSecret.Length)
        {
            return null;
        }

        var secret = new byte[SecretLength];
        foreach (var cipher in _ciphers)
        {
            try
            {
                lock (_ciphers)
                {
                    cipher.Decrypt(sealedSecret.AsSpan(0, NonceLength), sealedSecret.AsSpan(NonceLength, SecretLength), sealedSecret.AsSpan(NonceLength + SecretLength), secret, endpointId.ToByteArray());
                }

                return secret;
            }
            catch (AuthenticationTagMismatchException)
            {
                // Encrypted with another key, or of another endpoint.
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var cipher in _ciphers)
        {
            cipher.Dispose();
        }
    }

    // The configured key may be used for something else as well; what is derived from it is not.
    private static AesGcm MakeCipher(byte[] key)
    {
        var derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyLength, info: "bookstore-webhook-secrets-1"u8.ToArray());
        return new AesGcm(derived, TagLength);
    }
}
