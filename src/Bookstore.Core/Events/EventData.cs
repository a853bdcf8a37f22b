using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The data of events: how it becomes JSON, and what is written alike in all of it.</summary>
internal static class EventData
{
    // The members are ours and the structure is fixed, so nothing is validated.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Makes JSON of data as it is stored, in a buffer of the thread: only the result is allocated.</summary>
    /// <param name="stored">What <see cref="EventDataWriter"/> wrote.</param>
    /// <param name="owner">The id in the event's resource.</param>
    public static byte[] ToJson(ReadOnlySpan<byte> stored, Guid owner)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(512);
        buffer.ResetWrittenCount();
        var writer = _writer ??= new Utf8JsonWriter(buffer, Options);
        writer.Reset(buffer);
        new EventDataReader(stored, owner).Read(writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Looks whether data as it is stored can be read.</summary>
    /// <exception cref="Exception">It cannot, see <see cref="EventDataReader.Read"/>.</exception>
    public static void Check(ReadOnlySpan<byte> stored) => new EventDataReader(stored, default).Read(null);

    /// <summary>Writes an amount and its currency.</summary>
    public static void WriteMoney(EventDataWriter data, ReadOnlySpan<byte> name, Money money)
    {
        data.WriteNumber(name, money.Amount);
        data.WriteString("currency"u8, money.Currency);
    }

    /// <summary>The name of a value on the wire, in snake case.</summary>
    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.Of(value);

    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        private static readonly Dictionary<TEnum, string> All = Enum.GetValues<TEnum>().ToDictionary(static value => value, static value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        public static string Of(TEnum value) => All.TryGetValue(value, out var name) ? name : Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
    }
}
