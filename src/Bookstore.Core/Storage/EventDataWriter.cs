using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Bookstore.Storage;

/// <summary>Writes the data of an event in the form in which it is stored: the tokens of a JSON object, a few bytes each. <see cref="EventDataReader"/> makes the JSON when it is read.</summary>
/// <remarks>
/// Its methods are those of <see cref="System.Text.Json.Utf8JsonWriter"/>. Within an object, a member is its name (<see cref="EventWords"/>) and its value; a value is its <see cref="EventDataToken"/> and what that needs.
/// Not safe for use from several threads at a time.
/// </remarks>
internal sealed class EventDataWriter
{
    private byte[] _buffer = new byte[256];
    private int _length;
    private Guid _owner;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Begins the object of an event.</summary>
    /// <param name="owner">The id in the event's resource: it is not stored again.</param>
    public void Begin(Guid owner)
    {
        _length = 0;
        _owner = owner;
    }

    /// <summary>Ends the object.</summary>
    public void End() => Add(EventDataToken.End);

    public void WriteString(ReadOnlySpan<byte> name, string value)
    {
        AddWord(name);
        WriteStringValue(value);
    }

    public void WriteString(ReadOnlySpan<byte> name, Guid value)
    {
        AddWord(name);
        if (value == _owner)
        {
            Add(EventDataToken.Owner);
            return;
        }

        Add(EventDataToken.Id);
        value.TryWriteBytes(Take(16), bigEndian: true, out _);
    }

    public void WriteString(ReadOnlySpan<byte> name, DateTimeOffset value)
    {
        AddWord(name);
        Add(EventDataToken.Time);
        BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value.Ticks);
        AddNumber(value.TotalOffsetMinutes);
    }

    public void WriteNumber(ReadOnlySpan<byte> name, long value)
    {
        AddWord(name);
        Add(EventDataToken.Integer);
        AddNumber(value);
    }

    public void WriteNumber(ReadOnlySpan<byte> name, decimal value)
    {
        AddWord(name);
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (byte)(bits[3] >> 16);
        if (bits[2] == 0 && bits[1] >= 0)
        {
            Add(bits[3] < 0 ? EventDataToken.NegativeDecimal : EventDataToken.Decimal);
            Add(scale);
            AddUnsigned(((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
            return;
        }

        Add(EventDataToken.LongDecimal);
        var rest = Take(4 * sizeof(int));
        for (var i = 0; i < bits.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(rest[(i * sizeof(int))..], bits[i]);
        }
    }

    public void WriteBoolean(ReadOnlySpan<byte> name, bool value)
    {
        AddWord(name);
        Add(value ? EventDataToken.True : EventDataToken.False);
    }

    public void WriteStringValue(string value)
    {
        var word = EventWords.Find(value);
        if (word != EventWords.None)
        {
            Add(EventDataToken.Word);
            Add(word);
            return;
        }

        Add(EventDataToken.Text);
        AddText(value);
    }

    public void WriteStartArray(ReadOnlySpan<byte> name)
    {
        AddWord(name);
        Add(EventDataToken.Array);
    }

    public void WriteEndArray() => Add(EventDataToken.End);

    public void WriteStartObject() => Add(EventDataToken.Object);

    public void WriteStartObject(ReadOnlySpan<byte> name)
    {
        AddWord(name);
        Add(EventDataToken.Object);
    }

    public void WriteEndObject() => Add(EventDataToken.End);

    // A name: the number of a word, or its text.
    private void AddWord(ReadOnlySpan<byte> name)
    {
        var word = EventWords.Find(name);
        Add(word);
        if (word == EventWords.None)
        {
            AddUnsigned((uint)name.Length);
            name.CopyTo(Take(name.Length));
        }
    }

    private void AddText(string value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most < 0x80)
        {
            var rest = Take(1 + most);
            var length = Encoding.UTF8.GetBytes(value, rest[1..]);
            rest[0] = (byte)length;
            _length -= most - length;
            return;
        }

        AddUnsigned((uint)Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, Take(Encoding.UTF8.GetByteCount(value)));
    }

    private void AddNumber(long value) => AddUnsigned(VariableLength.Fold(value));

    private void AddUnsigned(ulong value)
    {
        var rest = Take(VariableLength.Longest);
        _length -= VariableLength.Longest - VariableLength.Write(rest, value);
    }

    private void Add(byte value)
    {
        if (_length == _buffer.Length)
        {
            Grow(1);
        }

        _buffer[_length++] = value;
    }

    private Span<byte> Take(int length)
    {
        if (_buffer.Length - _length < length)
        {
            Grow(length);
        }

        _length += length;
        return _buffer.AsSpan(_length - length, length);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int length) => Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + length));
}
