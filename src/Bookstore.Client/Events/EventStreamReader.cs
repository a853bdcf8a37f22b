using System.Buffers;
using System.Globalization;
using System.Text;

namespace Bookstore.Client.Events;

/// <summary>Reads server-sent events (HTML standard, section 9.2). Holds one event at a time, which is refused when it has too many bytes. Not thread-safe.</summary>
/// <param name="read">Reads the next bytes of the stream; 0 at its end.</param>
/// <param name="maxBytes">The most bytes of a line and of an event's data.</param>
internal sealed class EventStreamReader(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, int maxBytes)
{
    private const int FirstBuffer = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _data = new(1_024);
    private byte[] _buffer = new byte[Math.Min(FirstBuffer, maxBytes)];
    private int _start;
    private int _scanned;
    private int _end;
    private bool _afterReturn;
    private bool _begun;
    private bool _hasData;
    private string? _id;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The id of the last event that was read whole; an event of an id alone, which has no data, counts as well.</summary>
    public string? LastId { get; private set; }

    /// <summary>How long to wait before the stream is opened again, if the server says so.</summary>
    public TimeSpan? Retry { get; private set; }

    /// <summary>The data of the event that was read last. Valid until the next read.</summary>
    public ReadOnlySpan<byte> Data => _data.WrittenSpan;

    /// <summary>Reads the next event that has data.</summary>
    /// <returns><see langword="false"/> at the end of the stream; an event that is cut off there does not count.</returns>
    /// <exception cref="InvalidDataException">A line or an event has more bytes than it may have.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Clear();
        do
        {
            while (TryTakeLine(out var line))
            {
                if (!line.IsEmpty)
                {
                    TakeField(line);
                    continue;
                }

                LastId = _id ?? LastId;
                if (_hasData)
                {
                    return true;
                }

                Clear();
            }
        }
        while (await FillAsync(cancellationToken).ConfigureAwait(false));
        return false;
    }

    private void Clear()
    {
        _data.ResetWrittenCount();
        _hasData = false;
    }

    // A line ends with LF, CR LF or CR. The LF of a CR LF may come with the next bytes.
    private bool TryTakeLine(out ReadOnlySpan<byte> line)
    {
        line = default;
        if (!TryBegin())
        {
            return false;
        }

        var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0)
        {
            _scanned = _end;
            return false;
        }

        var end = _scanned + length;
        line = _buffer.AsSpan(_start, end - _start);
        _afterReturn = _buffer[end] == '\r';
        _start = _scanned = end + 1;
        return true;
    }

    private bool TryBegin()
    {
        if (!_begun)
        {
            var first = _buffer.AsSpan(_start, _end - _start);
            if (first.Length < ByteOrderMark.Length && ByteOrderMark.StartsWith(first))
            {
                return false;
            }

            _begun = true;
            _start = _scanned = first.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        }

        if (_afterReturn && _start < _end)
        {
            _afterReturn = false;
            if (_buffer[_start] == '\n')
            {
                _start++;
                _scanned = Math.Max(_scanned, _start);
            }
        }

        return true;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_scanned, _end, _start) = (_scanned - _start, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(maxBytes, CheckSize(_buffer.Length + 1) * 2));
        }

        var count = await read(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        return count > 0;
    }

    private void TakeField(ReadOnlySpan<byte> line)
    {
        // A comment begins with its colon, and has the field name "", which is none.
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        value = value.Length > 0 && value[0] == ' ' ? value[1..] : value;
        if (name.SequenceEqual("data"u8))
        {
            CheckSize(_data.WrittenCount + value.Length + 1);
            _data.Write(_hasData ? "\n"u8 : default);
            _data.Write(value);
            _hasData = true;
        }
        else if (name.SequenceEqual("id"u8) && !value.Contains((byte)0))
        {
            _id = Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("retry"u8) && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            Retry = TimeSpan.FromMilliseconds(milliseconds);
        }
    }

    private int CheckSize(int bytes) => bytes <= maxBytes ? bytes : throw new InvalidDataException("An event of the stream has too many bytes.");
}
