using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bookstore;

/// <summary>Tells whether two requests with one idempotency key are the same: the first 16 bytes of the SHA-256 of the normalized request.</summary>
/// <remarks>Each part carries its length, so that no two different requests read the same.</remarks>
internal sealed class Fingerprint
{
    private readonly StringBuilder _text = new();

    public Fingerprint Add(string? part)
    {
        if (part is null)
        {
            _text.Append("-;");
        }
        else
        {
            _text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part};");
        }

        return this;
    }

    public Fingerprint Add(long part)
    {
        _text.Append(CultureInfo.InvariantCulture, $"{part};");
        return this;
    }

    public Fingerprint Add(decimal? part) => Add(part?.ToString("0.############################", CultureInfo.InvariantCulture));

    public Fingerprint Add(Guid? part) => Add(part?.ToString("N"));

    public Guid Compute()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(_text.ToString()), hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
