using System.Buffers.Binary;
using System.Text;

namespace Bookstore.Storage;

/// <summary>Fills one <see cref="EventBlock"/>.</summary>
/// <remarks>
/// A block is the byte 3 and the time of its first event (64 bits in network order, ticks of UTC), then for each event: <see cref="EventBlock.Flags"/>; its type (a number of <see cref="EventWords"/>, or zero, a length and UTF-8);
/// its id in network order, where it does not follow from the rest; its resource (an id, the ISBN as a number, or a length and UTF-8); its sequence; the ticks since the time of the block; and its data with its length.
/// Numbers and lengths are of <see cref="VariableLength"/>.
/// </remarks>
internal sealed class EventBlockWriter(int capacity)
{
    private const int MaxTextLength = byte.MaxValue;

    // Flags, the type as a word, an id, a sequence, a time and a length.
    private const int MostBeforeData = 2 + 16 + 16 + (3 * VariableLength.Longest);

    private byte[] _buffer = new byte[capacity];
    private int _length;
    private long _ticks;

    /// <summary>How many events are in it.</summary>
    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Body => _buffer.AsMemory(0, _length);

    /// <summary>Adds an event of ours, with data in the form of <see cref="EventDataWriter"/>.</summary>
    public void Add(string type, EventSubject subject, long sequence, DateTimeOffset at, ReadOnlySpan<byte> data)
    {
        var word = EventWords.Find(type);
        byte[] text = word == EventWords.None ? Utf8Of(type) : [];
        Begin(at, (byte)subject.Kind, word, text);
        if (subject.Kind == EventSubjectKind.Book)
        {
            AddNumber((ulong)subject.ToIsbn().ToInt64());
        }
        else
        {
            subject.Id.TryWriteBytes(Take(16), bigEndian: true, out _);
        }

        End(sequence, at, data);
    }

    /// <summary>Adds any event as it is.</summary>
    /// <exception cref="BookstoreStoreException">Its type or its resource is too long.</exception>
    public void Add(BookstoreEvent happened)
    {
        var (type, resource) = (Utf8Of(happened.Type), Utf8Of(happened.Resource));
        Begin(happened.OccurredAt, EventBlock.Flags.HasId | EventBlock.Flags.IsJson, EventWords.Find(happened.Type), type);
        happened.Id.TryWriteBytes(Take(16), bigEndian: true, out _);
        AddText(resource);
        End(happened.Sequence, happened.OccurredAt, happened.Data.Span);
    }

    private static byte[] Utf8Of(string text) => Encoding.UTF8.GetByteCount(text) <= MaxTextLength
        ? Encoding.UTF8.GetBytes(text)
        : throw new BookstoreStoreException($"'{text}' is too long for the type or the resource of an event, which have up to {MaxTextLength} bytes; nothing was written.");

    private void Begin(DateTimeOffset at, byte flags, byte word, ReadOnlySpan<byte> type)
    {
        Reserve(1 + sizeof(long) + MostBeforeData);
        if (Count++ == 0)
        {
            _ticks = at.UtcTicks;
            Add(EventBlock.Format);
            BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), _ticks);
        }

        Add(flags);
        Add(word);
        if (word == EventWords.None)
        {
            AddText(type);
        }
    }

    private void End(long sequence, DateTimeOffset at, ReadOnlySpan<byte> data)
    {
        AddNumber(VariableLength.Fold(sequence));
        AddNumber(VariableLength.Fold(at.UtcTicks - _ticks));
        AddText(data);
    }

    private void AddText(ReadOnlySpan<byte> utf8)
    {
        Reserve(VariableLength.Longest + utf8.Length + MostBeforeData);
        AddNumber((ulong)utf8.Length);
        utf8.CopyTo(Take(utf8.Length));
    }

    private void AddNumber(ulong value) => _length += VariableLength.Write(_buffer.AsSpan(_length), value);

    private void Add(byte value) => _buffer[_length++] = value;

    private Span<byte> Take(int length)
    {
        _length += length;
        return _buffer.AsSpan(_length - length, length);
    }

    private void Reserve(int length)
    {
        if (_buffer.Length - _length < length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + length));
        }
    }
}
