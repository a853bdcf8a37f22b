namespace Bookstore.Onix.Tests.Import;

/// <summary>A stream that fails or ends after so many bytes.</summary>
internal sealed class CutStream(Stream inner, long length, bool fails = true) : ForwardStream
{
    private long _at;

    public override int Read(Span<byte> buffer)
    {
        if (_at >= length)
        {
            return fails ? throw new IOException("The network is gone.") : 0;
        }

        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, length - _at)]);
        _at += read;
        return read;
    }
}

/// <summary>The first record of one message, and the others of another.</summary>
internal sealed class SplicedStream : ForwardStream
{
    private readonly MemoryStream _head = new();
    private readonly Stream _rest;

    public SplicedStream(Stream first, Stream second)
    {
        ReadPast(first, "</Product>", _head);
        ReadPast(second, "</Product>", null);
        _head.Position = 0;
        _rest = second;
    }

    public override int Read(Span<byte> buffer) => _head.Read(buffer) is var read and > 0 ? read : _rest.Read(buffer);

    private static void ReadPast(Stream stream, string end, MemoryStream? copy)
    {
        var matched = 0;
        while (matched < end.Length)
        {
            var letter = stream.ReadByte();
            copy?.WriteByte((byte)letter);
            matched = letter == end[matched] ? matched + 1 : letter == end[0] ? 1 : 0;
        }
    }
}
