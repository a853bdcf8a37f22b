using System.Buffers.Binary;
using System.Text;

namespace Bookstore.Faults;

/// <summary>The bytes of an HTTP/2 connection that asks for much and lets nothing be sent.</summary>
internal static class Http2Frames
{
    private const byte Headers = 1;
    private const byte Settings = 4;
    private const byte EndOfStreamAndHeaders = 5;
    private const short InitialWindowSize = 4;

    /// <summary>A connection with a window of nothing, and so many requests for one path.</summary>
    public static byte[] WithoutWindow(string path, int streams, string? key = null)
    {
        using var bytes = new MemoryStream();
        bytes.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        var window = new byte[6];
        BinaryPrimitives.WriteInt16BigEndian(window, InitialWindowSize);
        Write(bytes, Settings, 0, 0, window);
        var headers = Get(path, key);
        for (var stream = 0; stream < streams; stream++)
        {
            Write(bytes, Headers, EndOfStreamAndHeaders, 1 + (2 * stream), headers);
        }

        return bytes.ToArray();
    }

    // HPACK: GET, https and an authority of the tables, then a path and a key as literals.
    private static byte[] Get(string path, string? key)
    {
        using var bytes = new MemoryStream();
        bytes.Write([0x82, 0x87, 0x01, 0x01, (byte)'x', 0x04]);
        Literal(bytes, path);
        if (key is not null)
        {
            bytes.WriteByte(0);
            Literal(bytes, "x-api-key");
            Literal(bytes, key);
        }

        return bytes.ToArray();
    }

    private static void Literal(MemoryStream bytes, string text)
    {
        bytes.WriteByte((byte)text.Length);
        bytes.Write(Encoding.ASCII.GetBytes(text));
    }

    private static void Write(MemoryStream bytes, byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[9];
        BinaryPrimitives.WriteInt32BigEndian(head, payload.Length << 8);
        head[3] = type;
        head[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(head[5..], stream);
        bytes.Write(head);
        bytes.Write(payload);
    }
}
