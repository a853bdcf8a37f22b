using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Bookstore;

/// <summary>Tells whether two requests with one idempotency key are the same: the first 16 bytes of the SHA-256 of the normalized request.</summary>
/// <remarks>Each part carries its length, so that no two different requests read the same. Used once: <see cref="Compute"/> ends it.</remarks>
internal sealed class Fingerprint
{
    private const int InitialSize = 512;
    private const int VersionSize = 16;

    // A sign, 19 digits and the end.
    private const int MaxNumberLength = 21;

    private byte[] _utf8 = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _length;

    public Fingerprint Add(string? part)
    {
        if (part is null)
        {
            Append("-;"u8);
            return this;
        }

        AddNumber(part.Length, (byte)':');
        MakeRoom(Encoding.UTF8.GetMaxByteCount(part.Length) + 1);
        _length += Encoding.UTF8.GetBytes(part, _utf8.AsSpan(_length));
        _utf8[_length++] = (byte)';';
        return this;
    }

    public Fingerprint Add(long part)
    {
        AddNumber(part, (byte)';');
        return this;
    }

    public Fingerprint Add(decimal? part) => Add(part?.ToString("0.############################", CultureInfo.InvariantCulture));

    public Fingerprint Add(Guid? part) => Add(part?.ToString("N"));

    public Guid Compute()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_utf8.AsSpan(0, _length), hash);
        Release();
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>A text that changes with the parts, in place of the hash: much cheaper, and not for what is compared with a request that a stranger makes up.</summary>
    public string ComputeVersion()
    {
        var parts = _utf8.AsSpan(0, _length);
        Span<byte> hash = stackalloc byte[VersionSize];
        XxHash128.Hash(parts, hash);
        Release();
        return Convert.ToHexStringLower(hash);
    }

    private void AddNumber(long number, byte end)
    {
        MakeRoom(MaxNumberLength);
        Utf8Formatter.TryFormat(number, _utf8.AsSpan(_length), out var written);
        _length += written;
        _utf8[_length++] = end;
    }

    private void Append(ReadOnlySpan<byte> utf8)
    {
        MakeRoom(utf8.Length);
        utf8.CopyTo(_utf8.AsSpan(_length));
        _length += utf8.Length;
    }

    private void MakeRoom(int bytes)
    {
        if (_utf8.Length - _length >= bytes)
        {
            return;
        }

        var length = _length;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_utf8.Length * 2, length + bytes));
        _utf8.AsSpan(0, length).CopyTo(larger);
        Release();
        (_utf8, _length) = (larger, length);
    }

    // A request may hold an address.
    private void Release()
    {
        _utf8.AsSpan(0, _length).Clear();
        ArrayPool<byte>.Shared.Return(_utf8);
        (_utf8, _length) = ([], 0);
    }
}
