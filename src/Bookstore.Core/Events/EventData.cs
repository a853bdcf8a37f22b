using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Bookstore;

/// <summary>Writes the data of events: JSON straight into a buffer of the thread, of which only the result is allocated.</summary>
internal static class EventData
{
    // The members are ours and the structure is fixed, so nothing is validated.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes one object.</summary>
    public static byte[] Write<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(512);
        buffer.ResetWrittenCount();
        var writer = _writer ??= new Utf8JsonWriter(buffer, Options);
        writer.Reset(buffer);
        writer.WriteStartObject();
        write(writer, state);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes an amount and its currency.</summary>
    public static void WriteMoney(Utf8JsonWriter json, string name, Money money)
    {
        json.WriteNumber(name, money.Amount);
        json.WriteString("currency"u8, money.Currency);
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
