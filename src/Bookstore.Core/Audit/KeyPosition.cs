using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The position of an idempotency key in the list of keys, as a text: the time, then each part with its length before it, so that no character separates.</summary>
internal static class KeyPosition
{
    private const int TimeLength = sizeof(long);
    private const int SizeLength = sizeof(int);

    public static string Of(IdempotencyRecord key)
    {
        var position = new List<byte>();
        Span<byte> number = stackalloc byte[TimeLength];
        BinaryPrimitives.WriteInt64BigEndian(number, key.CreatedAt.UtcTicks);
        position.AddRange(number);
        foreach (var part in (ReadOnlySpan<string>)[key.Id.Client, key.Id.Operation, key.Id.Key])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(number, bytes.Length);
            position.AddRange(number[..SizeLength]);
            position.AddRange(bytes);
        }

        return Base64Url.EncodeToString(position.ToArray());
    }

    /// <summary>A record with the key's place in the list; its other members say nothing.</summary>
    /// <exception cref="InvalidCursorException">The text is no position.</exception>
    public static IdempotencyRecord Read(string position)
    {
        ReadOnlySpan<byte> rest = Base64Url.IsValid(position) ? Base64Url.DecodeFromChars(position) : [];
        if (rest.Length < TimeLength || BinaryPrimitives.ReadInt64BigEndian(rest) is var ticks && (ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks))
        {
            throw new InvalidCursorException();
        }

        rest = rest[TimeLength..];
        var id = new IdempotencyId(ReadPart(ref rest), ReadPart(ref rest), ReadPart(ref rest));
        return rest.IsEmpty
            ? new IdempotencyRecord { Id = id, CreatedAt = new DateTimeOffset(ticks, TimeSpan.Zero), Fingerprint = Guid.Empty, ResourceId = Guid.Empty }
            : throw new InvalidCursorException();
    }

    private static string ReadPart(ref ReadOnlySpan<byte> rest)
    {
        var size = rest.Length < SizeLength ? -1 : BinaryPrimitives.ReadInt32BigEndian(rest);
        if (size < 0 || size > rest.Length - SizeLength)
        {
            throw new InvalidCursorException();
        }

        var part = Encoding.UTF8.GetString(rest.Slice(SizeLength, size));
        rest = rest[(SizeLength + size)..];
        return part;
    }
}
