using System.Buffers.Binary;
using System.Text;

namespace Bookstore.Storage;

/// <summary>The blocks that were written before <see cref="EventBlockWriter"/>: they are read for as long as events are kept.</summary>
/// <remarks>
/// Such a block is the byte 1, then for each event: its id in network order, type and resource (a length byte and UTF-8), sequence and time (64 bits each, in network order, the time in ticks of UTC),
/// and its data (a length of 32 bits, and JSON in UTF-8).
/// </remarks>
internal static class FirstEventBlock
{
    public const byte Format = 1;

    /// <inheritdoc cref="EventBlock.Decode"/>
    public static void Decode(ReadOnlyMemory<byte> block, long position, long after, long until, ICollection<BookstoreEvent> found)
    {
        for (var rest = block[1..]; !rest.IsEmpty && position <= until; position++)
        {
            if (Read(ref rest, position, isWanted: position > after) is { } happened)
            {
                found.Add(happened);
            }
        }
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
            Type = EventWords.Find(span.Slice(17, typeLength)) is not EventWords.None and var word ? EventWords.TextOf(word) : Encoding.UTF8.GetString(span.Slice(17, typeLength)),
            Resource = Encoding.UTF8.GetString(span.Slice(resourceAt, resourceLength)),
            Sequence = BinaryPrimitives.ReadInt64BigEndian(numbers),
            OccurredAt = new DateTimeOffset(Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(numbers[8..]), 0, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero),
            Data = data,
        };
    }
}
