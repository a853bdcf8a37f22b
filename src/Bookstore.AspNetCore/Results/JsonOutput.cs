using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bookstore.AspNetCore;

/// <summary>A buffer with its JSON writer, kept from response to response by the thread that returned it.</summary>
internal sealed class JsonOutput
{
    private const int InitialCapacity = 1_024;
    private const int MaxKeptCapacity = 65_536;

    // Answers are UTF-8 JSON and never stand in HTML, so that letters need no escapes.
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static JsonOutput? _kept;

    private readonly ArrayBufferWriter<byte> _buffer = new(InitialCapacity);

    private JsonOutput() => Writer = new Utf8JsonWriter(_buffer, WriterOptions);

    public Utf8JsonWriter Writer { get; }

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public static JsonOutput Rent()
    {
        var output = _kept ?? new JsonOutput();
        _kept = null;
        return output;
    }

    public void Return()
    {
        if (_buffer.Capacity > MaxKeptCapacity)
        {
            return;
        }

        Clear();
        _kept = this;
    }

    /// <summary>Takes back what is written.</summary>
    public void Clear()
    {
        _buffer.ResetWrittenCount();
        Writer.Reset();
    }
}
