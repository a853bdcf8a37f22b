using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Bookstore.AspNetCore;

/// <summary>Writes server-sent events (HTML standard, section 9.2).</summary>
internal static class EventStreamText
{
    public const string ContentType = "text/event-stream";

    /// <summary>Writes how long a client waits before it opens the stream again.</summary>
    public static void WriteRetry(IBufferWriter<byte> output, TimeSpan retry)
    {
        output.Write("retry: "u8);
        Write(output, (long)retry.TotalMilliseconds);
        output.Write("\n\n"u8);
    }

    /// <summary>Writes a comment, which keeps the connection in use, and the place to continue from where it has moved on: clients keep it, and report nothing.</summary>
    public static void WriteHeartbeat(IBufferWriter<byte> output, long? position)
    {
        output.Write(":\n"u8);
        if (position is { } place)
        {
            output.Write("id: "u8);
            Write(output, place);
            output.Write("\n"u8);
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes an event.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="position">The place to continue from after this event.</param>
    /// <param name="type">The event's type, ASCII without line ends.</param>
    /// <param name="data">The event's data. Its lines become fields of their own.</param>
    public static void WriteEvent(IBufferWriter<byte> output, long position, string type, ReadOnlySpan<byte> data)
    {
        output.Write("id: "u8);
        Write(output, position);
        output.Write("\nevent: "u8);
        Encoding.ASCII.GetBytes(type, output);
        while (true)
        {
            output.Write("\ndata: "u8);
            var length = data.IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0)
            {
                break;
            }

            output.Write(data[..length]);
            data = data[(length + 1)..];
        }

        output.Write(data);
        output.Write("\n\n"u8);
    }

    private static void Write(IBufferWriter<byte> output, long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var written);
        output.Advance(written);
    }
}
