using System.Buffers.Binary;
using System.Text.Json;

namespace Bookstore.Storage;

/// <summary>Reads what <see cref="EventDataWriter"/> wrote.</summary>
/// <param name="data">The data.</param>
/// <param name="owner">The id in the event's resource.</param>
internal ref struct EventDataReader(ReadOnlySpan<byte> data, Guid owner)
{
    // Ours are two deep.
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> _data = data;
    private int _at;
    private int _depth;

    /// <summary>Writes it as JSON, or looks only whether it can be read.</summary>
    /// <param name="json">Takes the object; <see langword="null"/> to look.</param>
    /// <exception cref="Exception">It cannot be read: a <see cref="FormatException"/>, or an exception of an index or argument that is out of range.</exception>
    public void Read(Utf8JsonWriter? json)
    {
        ReadObject(json);
        if (_at != _data.Length)
        {
            throw new FormatException("The data does not end where its object ends.");
        }
    }

    private void ReadObject(Utf8JsonWriter? json)
    {
        Enter();
        json?.WriteStartObject();
        while (_data[_at] != EventDataToken.End)
        {
            ReadName(json);
            ReadValue(json, _data[_at++]);
        }

        _at++;
        json?.WriteEndObject();
        _depth--;
    }

    private void ReadArray(Utf8JsonWriter? json)
    {
        Enter();
        json?.WriteStartArray();
        while (_data[_at] != EventDataToken.End)
        {
            ReadValue(json, _data[_at++]);
        }

        _at++;
        json?.WriteEndArray();
        _depth--;
    }

    private void ReadName(Utf8JsonWriter? json)
    {
        var word = _data[_at++];
        var name = word == EventWords.None ? Take(VariableLength.ReadLength(_data, ref _at)) : EventWords.Utf8Of(word);
        json?.WritePropertyName(name);
    }

    private void ReadValue(Utf8JsonWriter? json, byte token)
    {
        switch (token)
        {
            case EventDataToken.False or EventDataToken.True:
                json?.WriteBooleanValue(token == EventDataToken.True);
                break;
            case EventDataToken.Word:
                var word = EventWords.Utf8Of(_data[_at++]);
                json?.WriteStringValue(word);
                break;
            case EventDataToken.Text:
                var text = Take(VariableLength.ReadLength(_data, ref _at));
                json?.WriteStringValue(text);
                break;
            case EventDataToken.Owner:
                json?.WriteStringValue(owner);
                break;
            case EventDataToken.Id:
                var id = Take(16);
                json?.WriteStringValue(new Guid(id, bigEndian: true));
                break;
            case EventDataToken.Time:
                var time = ReadTime();
                json?.WriteStringValue(time);
                break;
            case EventDataToken.Integer:
                var integer = VariableLength.Unfold(VariableLength.Read(_data, ref _at));
                json?.WriteNumberValue(integer);
                break;
            case EventDataToken.Decimal or EventDataToken.NegativeDecimal:
                var number = ReadDecimal(isNegative: token == EventDataToken.NegativeDecimal);
                json?.WriteNumberValue(number);
                break;
            case EventDataToken.LongDecimal:
                var longNumber = ReadLongDecimal();
                json?.WriteNumberValue(longNumber);
                break;
            case EventDataToken.Array:
                ReadArray(json);
                break;
            case EventDataToken.Object:
                ReadObject(json);
                break;
            default:
                throw new FormatException("A value of a kind that this version does not know.");
        }
    }

    private DateTimeOffset ReadTime()
    {
        var ticks = BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));
        return new DateTimeOffset(ticks, TimeSpan.FromMinutes(VariableLength.Unfold(VariableLength.Read(_data, ref _at))));
    }

    private decimal ReadDecimal(bool isNegative)
    {
        var scale = _data[_at++];
        var digits = VariableLength.Read(_data, ref _at);
        return new decimal((int)digits, (int)(digits >> 32), 0, isNegative, scale);
    }

    private decimal ReadLongDecimal()
    {
        Span<int> bits = stackalloc int[4];
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));
        }

        return new decimal(bits);
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        _at += length;
        return _data.Slice(_at - length, length);
    }

    private void Enter()
    {
        if (++_depth > MaxDepth)
        {
            throw new FormatException("The data is deeper than any that was written.");
        }
    }
}
