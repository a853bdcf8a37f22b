using System.Buffers.Binary;
using System.Text;

namespace Bookstore.Storage;

/// <summary>Reads what <see cref="EventBlockWriter"/> wrote.</summary>
internal ref struct EventBlockReader
{
    private readonly ReadOnlyMemory<byte> _block;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly long _ticks;
    private int _at;

    private EventBlockReader(ReadOnlyMemory<byte> block)
    {
        _block = block;
        _bytes = block.Span;
        _ticks = BinaryPrimitives.ReadInt64BigEndian(_bytes[1..]);
        _at = 1 + sizeof(long);
    }

    /// <inheritdoc cref="EventBlock.Decode"/>
    public static void Decode(ReadOnlyMemory<byte> block, long position, long after, long until, ICollection<BookstoreEvent> found)
    {
        for (var reader = new EventBlockReader(block); reader._at < reader._bytes.Length && position <= until; position++)
        {
            if (reader.Read(position, isWanted: position > after) is { } happened)
            {
                found.Add(happened);
            }
        }
    }

    /// <summary>Decodes all events of a block that has no position yet.</summary>
    public static void Decode(ReadOnlyMemory<byte> block, ICollection<BookstoreEvent> found)
    {
        for (var reader = new EventBlockReader(block); reader._at < reader._bytes.Length;)
        {
            found.Add(reader.Read(0, isWanted: true)!);
        }
    }

    private BookstoreEvent? Read(long position, bool isWanted)
    {
        var flags = _bytes[_at++];
        if ((flags & EventBlock.Flags.Unknown) != 0)
        {
            throw new FormatException("An event of a kind that this version does not know.");
        }

        var kind = (EventSubjectKind)(flags & EventBlock.Flags.Kind);
        var word = _bytes[_at++];
        var type = word == EventWords.None ? Take(VariableLength.ReadLength(_bytes, ref _at)) : default;
        var storedId = (flags & EventBlock.Flags.HasId) != 0 ? Take(16) : default;
        var resource = kind == EventSubjectKind.None ? Take(VariableLength.ReadLength(_bytes, ref _at)) : default;
        var subject = ReadSubject(kind);
        var sequence = VariableLength.Unfold(VariableLength.Read(_bytes, ref _at));
        var ticks = Math.Clamp(_ticks + VariableLength.Unfold(VariableLength.Read(_bytes, ref _at)), 0, DateTimeOffset.MaxValue.UtcTicks);
        var length = VariableLength.ReadLength(_bytes, ref _at);
        var data = _block.Slice(_at, length);
        _at += length;
        if (!isWanted)
        {
            return null;
        }

        var at = new DateTimeOffset(ticks, TimeSpan.Zero);
        var happened = new BookstoreEvent
        {
            Id = storedId.IsEmpty ? EventIdentity.Of(subject.Id, sequence, at) : new Guid(storedId, bigEndian: true),
            Position = position,
            Type = word == EventWords.None ? Encoding.UTF8.GetString(type) : EventWords.TextOf(word),
            Resource = kind == EventSubjectKind.None ? Encoding.UTF8.GetString(resource) : subject.ToString(),
            Sequence = sequence,
            OccurredAt = at,
            Data = data,
        };
        return (flags & EventBlock.Flags.IsJson) != 0 ? happened : happened.WithStoredData(subject.Id);
    }

    private EventSubject ReadSubject(EventSubjectKind kind) => kind switch
    {
        EventSubjectKind.None => default,
        EventSubjectKind.Book => EventSubject.Of(Isbn.FromStored((long)VariableLength.Read(_bytes, ref _at))),
        _ => new EventSubject(kind, new Guid(Take(16), bigEndian: true)),
    };

    private ReadOnlySpan<byte> Take(int length)
    {
        _at += length;
        return _bytes.Slice(_at - length, length);
    }
}
