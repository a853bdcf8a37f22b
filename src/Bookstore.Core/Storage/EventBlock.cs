using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Bookstore.Storage;

/// <summary>Several events in one row: a commit of hundreds costs a store a few rows. Events of a block have consecutive positions.</summary>
/// <remarks>
/// A block is the byte 1, then for each event: its id in network order, type and resource (a length byte and UTF-8), sequence and time (64 bits each, in network order, the time in ticks of UTC),
/// and its data (a length of 32 bits, and UTF-8).
/// </remarks>
[Experimental(StorageDiagnostics.Experimental)]
public static class EventBlock
{
    /// <summary>The most events of a block: 128.</summary>
    public const int MaxEvents = 128;

    private const byte Format = 1;
    private const int FixedLength = 16 + 1 + 1 + 8 + 8 + 4;

    /// <summary>Encodes events.</summary>
    /// <param name="events">The events.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many, 1 to <see cref="MaxEvents"/>.</param>
    /// <returns>The block.</returns>
    public static byte[] Encode(IReadOnlyList<BookstoreEvent> events, int start, int count)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxEvents);
        var length = 1;
        for (var i = start; i < start + count; i++)
        {
            length += FixedLength + Length(events[i].Type) + Length(events[i].Resource) + events[i].Data.Length;
        }

        var block = new byte[length];
        block[0] = Format;
        var rest = block.AsSpan(1);
        for (var i = start; i < start + count; i++)
        {
            Write(ref rest, events[i]);
        }

        return block;
    }

    /// <summary>Decodes the events of a block whose positions are in a range.</summary>
    /// <param name="block">The block. The events share its memory.</param>
    /// <param name="position">The position of its first event.</param>
    /// <param name="after">Events behind this position.</param>
    /// <param name="until">Events up to this position.</param>
    /// <param name="found">Takes the events.</param>
    /// <exception cref="BookstoreStoreException">It is no block that this version can read.</exception>
    public static void Decode(ReadOnlyMemory<byte> block, long position, long after, long until, ICollection<BookstoreEvent> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        try
        {
            if (block.Span[0] != Format)
            {
                throw Unreadable(position, null);
            }

            for (var rest = block[1..]; !rest.IsEmpty && position <= until; position++)
            {
                var happened = Read(ref rest, position, isWanted: position > after);
                if (happened is not null)
                {
                    found.Add(happened);
                }
            }
        }
        catch (Exception fault) when (fault is ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw Unreadable(position, fault);
        }
    }

    private static BookstoreStoreException Unreadable(long position, Exception? fault) => new(
        string.Create(CultureInfo.InvariantCulture, $"The events from position {position} on cannot be read: the row is damaged, or was written by a newer version of Bookstore. Update this application, or restore the row."), fault);

    private static int Length(string text) => Encoding.UTF8.GetByteCount(text) is var length and <= byte.MaxValue
        ? length
        : throw new BookstoreStoreException($"'{text}' is too long for the type or the resource of an event, which have up to {byte.MaxValue} bytes; nothing was written.");

    private static void Write(ref Span<byte> rest, BookstoreEvent happened)
    {
        happened.Id.TryWriteBytes(rest, bigEndian: true, out _);
        rest = rest[16..];
        WriteText(ref rest, happened.Type);
        WriteText(ref rest, happened.Resource);
        BinaryPrimitives.WriteInt64BigEndian(rest, happened.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(rest[8..], happened.OccurredAt.UtcTicks);
        BinaryPrimitives.WriteInt32BigEndian(rest[16..], happened.Data.Length);
        happened.Data.Span.CopyTo(rest[20..]);
        rest = rest[(20 + happened.Data.Length)..];
    }

    private static void WriteText(ref Span<byte> rest, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, rest[1..]);
        rest[0] = (byte)length;
        rest = rest[(1 + length)..];
    }

    private static BookstoreEvent? Read(ref ReadOnlyMemory<byte> rest, long position, bool isWanted)
    {
        var span = rest.Span;
        var typeLength = span[16];
        var resourceAt = 17 + typeLength + 1;
        var resourceLength = span[resourceAt - 1];
        var numbers = span.Slice(resourceAt + resourceLength, 20);
        var dataAt = resourceAt + resourceLength + 20;
        var dataLength = BinaryPrimitives.ReadInt32BigEndian(numbers[16..]);
        var data = rest.Slice(dataAt, dataLength);
        rest = rest[(dataAt + dataLength)..];
        return !isWanted ? null : new BookstoreEvent
        {
            Id = new Guid(span[..16], bigEndian: true),
            Position = position,
            Type = EventTypes.Find(span.Slice(17, typeLength)) ?? Encoding.UTF8.GetString(span.Slice(17, typeLength)),
            Resource = Encoding.UTF8.GetString(span.Slice(resourceAt, resourceLength)),
            Sequence = BinaryPrimitives.ReadInt64BigEndian(numbers),
            OccurredAt = new DateTimeOffset(Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(numbers[8..]), 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero),
            Data = data,
        };
    }
}
