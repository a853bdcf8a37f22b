using System.Buffers;
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
        var text = ArrayPool<char>.Shared.Rent(_text.Length);
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(_text.Length));
        try
        {
            _text.CopyTo(0, text, _text.Length);
            var length = Encoding.UTF8.GetBytes(text.AsSpan(0, _text.Length), utf8);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(utf8.AsSpan(0, length), hash);
            return new Guid(hash[..16], bigEndian: true);
        }
        finally
        {
            // A request may hold an address.
            ArrayPool<char>.Shared.Return(text, clearArray: true);
            ArrayPool<byte>.Shared.Return(utf8, clearArray: true);
        }
    }
}
