using System.Buffers;
using System.Text;

namespace Bookstore.Onix.Reading;

/// <summary>The text of a file, as a window that moves forward. Counts lines.</summary>
internal sealed class FeedText(FeedContent content, long maxBytes) : IDisposable
{
    /// <summary>Stands for bytes that are not of the encoding; no XML has this character.</summary>
    public const char InvalidBytes = '\uFFFF';

    private const int BufferLength = 64 * 1024;
    private const int FirstCharCount = 128 * 1024;

    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(BufferLength);
    private readonly Decoder _decoder = content.Encoding.GetDecoder();
    private char[] _chars = ArrayPool<char>.Shared.Rent(FirstCharCount);
    private int _start;
    private int _end;
    private int _byteStart;
    private int _byteEnd;

    /// <summary>The line on which the window begins, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>How many characters are before the window.</summary>
    public long Position { get; private set; }

    /// <summary>How many bytes have been read.</summary>
    public long ByteCount { get; private set; }

    /// <summary>Whether there is nothing behind the window.</summary>
    public bool IsEnded { get; private set; }

    public ReadOnlySpan<char> Window => _chars.AsSpan(_start, _end - _start);

    public ReadOnlyMemory<char> Slice(int length) => _chars.AsMemory(_start, length);

    /// <summary>Moves the beginning of the window forward.</summary>
    public void Advance(int length)
    {
        Line += _chars.AsSpan(_start, length).Count('\n');
        _start += length;
        Position += length;
    }

    /// <summary>Appends text to the window, which grows as needed. Positions relative to its beginning stay.</summary>
    /// <returns>Whether text was appended; <see langword="false"/> at the end.</returns>
    /// <exception cref="OnixException">The file is packed and damaged, or unpacks to more than the limit.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        while (!IsEnded)
        {
            if (_byteStart == _byteEnd)
            {
                await ReadBytesAsync(cancellationToken).ConfigureAwait(false);
            }

            if (Decode() > 0)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        ArrayPool<char>.Shared.Return(_chars);
    }

    private int Decode()
    {
        var isLast = _byteEnd == 0;
        _decoder.Convert(_bytes.AsSpan(_byteStart, _byteEnd - _byteStart), _chars.AsSpan(_end), flush: isLast, out var bytesUsed, out var charsUsed, out _);
        _byteStart += bytesUsed;
        _end += charsUsed;
        IsEnded = isLast;
        return charsUsed;
    }

    private async ValueTask ReadBytesAsync(CancellationToken cancellationToken)
    {
        _byteStart = 0;
        try
        {
            _byteEnd = await content.ReadAsync(_bytes.AsMemory(0, BufferLength), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException fault)
        {
            throw new OnixException("The packed file is damaged or was cut off: it cannot be unpacked from here on. Fetch it again.", LineOfEnd(), fault);
        }

        ByteCount += _byteEnd;
        if (ByteCount > maxBytes)
        {
            throw new OnixException($"The file unpacks to more than {maxBytes} bytes. Raise OnixReaderOptions.MaxBytes if it is right.", LineOfEnd());
        }
    }

    private long LineOfEnd() => Line + Window.Count('\n');

    private void MakeRoom()
    {
        var length = _end - _start;
        if (_chars.Length - _end >= BufferLength)
        {
            return;
        }

        if (length > _chars.Length / 2)
        {
            var larger = ArrayPool<char>.Shared.Rent(_chars.Length * 2);
            Window.CopyTo(larger);
            ArrayPool<char>.Shared.Return(_chars);
            _chars = larger;
        }
        else
        {
            Window.CopyTo(_chars);
        }

        (_start, _end) = (0, length);
    }
}
