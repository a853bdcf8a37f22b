namespace Bookstore.Onix.Tests.Import;

/// <summary>A stream that fails or ends after so many bytes.</summary>
internal sealed class CutStream(Stream inner, long length, bool fails = true) : Stream
{
    private long _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

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

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>The first record of one message, and the others of another.</summary>
internal sealed class SplicedStream : Stream
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

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => _head.Read(buffer) is var read and > 0 ? read : _rest.Read(buffer);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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
