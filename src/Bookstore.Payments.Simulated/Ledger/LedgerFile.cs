using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Bookstore.Payments.Simulated;

/// <summary>The ledger's file: reading what is new, looking up what is old, appending. For one thread, under the <see cref="LedgerLock"/>.</summary>
internal sealed class LedgerFile : IDisposable
{
    /// <summary>The most lines of one append, and so the longest tail that a crash can leave torn.</summary>
    public const int MaxAppendedLines = 1_024;

    private readonly string _path;
    private readonly SafeFileHandle _handle;
    private readonly byte[] _buffer = new byte[LedgerCache.LinesInBlock * LedgerLine.Length];

    // A look for an old order may come while lines are read.
    private readonly byte[] _found = new byte[LedgerCache.LinesInBlock * LedgerLine.Length];

    public LedgerFile(string path)
    {
        _path = path;
        _handle = Open(path);
    }

    /// <summary>How much of the file has been read or written, whole lines only.</summary>
    public long Position { get; private set; }

    /// <summary>Reads what was appended since, by whomever, and cuts off what a crash left unfinished.</summary>
    /// <returns>Whether anything was read or written.</returns>
    /// <exception cref="BookstoreException">The file is no ledger, or it was damaged.</exception>
    public bool CatchUp(LedgerCache cache)
    {
        var length = RandomAccess.GetLength(_handle);
        if (length == Position)
        {
            return Position == 0 && WriteHeader();
        }

        if (length < Position)
        {
            throw new BookstoreException($"The payment ledger '{_path}' was cut while in use. Stop all hosts that use it and restore it from a copy.");
        }

        if (Position == 0 && !ReadHeader(length))
        {
            return WriteHeader();
        }

        ReadLines(cache, length);
        return true;
    }

    /// <summary>Throws when the file is no longer the one that its name leads to: what is written to it would be gone with this process.</summary>
    /// <exception cref="BookstoreException">It was moved, deleted or replaced.</exception>
    public void ThrowIfReplaced()
    {
        try
        {
            using var named = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(named) == RandomAccess.GetLength(_handle))
            {
                return;
            }
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw LedgerFaults.Lost(_path, exception);
        }

        throw LedgerFaults.Lost(_path, null);
    }

    /// <summary>Finds the state of an order that the cache has let go: its last line, or the last that is no refund and the refunds after it.</summary>
    public PaymentState Find(LedgerCache cache, Guid orderId)
    {
        Span<byte> id = stackalloc byte[LedgerLine.OrderIdLength];
        Utf8Formatter.TryFormat(orderId, id, out _);
        var refunds = new Stack<PaymentState>();
        for (var block = cache.BlockCount - 1; block >= 0; block--)
        {
            if (cache.MayBeInBlock(orderId, block) && TryFindInBlock(block, id, refunds, out var state))
            {
                while (refunds.TryPop(out var refund))
                {
                    state = LedgerLine.Fold(state, refund);
                }

                return state;
            }
        }

        return default;
    }

    /// <summary>Appends whole lines, and makes them durable with <see cref="Flush"/>.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        RandomAccess.Write(_handle, lines, Position);
        Position += lines.Length;
    }

    /// <summary>Writes what was read once more: after a flush that failed, the system may have let go of it and still call the next flush a success.</summary>
    /// <param name="from">From where on, in bytes.</param>
    public void WriteAgain(long from)
    {
        while (from < Position)
        {
            var lines = Read(from, (int)Math.Min(_buffer.Length, Position - from));
            RandomAccess.Write(_handle, lines, from);
            from += lines.Length;
        }
    }

    public void Flush() => FileSync.Flush(_handle);

    /// <summary>Begins again at the file's beginning.</summary>
    public void Rewind() => Position = 0;

    public void Dispose() => _handle.Dispose();

    private static SafeFileHandle Open(string path)
    {
        try
        {
            PrivateFile.MakeIfMissing(path);
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw LedgerFaults.CannotOpen(path, exception);
        }
    }

    private bool WriteHeader()
    {
        RandomAccess.SetLength(_handle, 0);
        Append(LedgerLine.Header);
        return true;
    }

    // A crash can leave the beginning of a header and nothing else.
    private bool ReadHeader(long length)
    {
        var read = Read(0, (int)Math.Min(length, LedgerLine.Length));
        if (!LedgerLine.Header.StartsWith(read))
        {
            throw LedgerFaults.NotALedger(_path);
        }

        Position = read.Length == LedgerLine.Length ? read.Length : 0;
        return Position > 0;
    }

    private void ReadLines(LedgerCache cache, long length)
    {
        while (length - Position >= LedgerLine.Length)
        {
            var lines = Read(Position, (int)Math.Min(_buffer.Length, (length - Position) / LedgerLine.Length * LedgerLine.Length));
            for (; !lines.IsEmpty; lines = lines[LedgerLine.Length..])
            {
                if (!LedgerLine.TryRead(lines[..LedgerLine.Length], out var orderId, out var line))
                {
                    CutTornTail(length);
                    return;
                }

                cache.Set(orderId, line.Event == LedgerEvent.RefundMade ? LedgerLine.Fold(StateBefore(cache, orderId), line) : line);
                cache.Index(orderId, (Position / LedgerLine.Length) - 1);
                Position += LedgerLine.Length;
            }

            cache.Trim();
        }

        CutTornTail(length);
    }

    private PaymentState StateBefore(LedgerCache cache, Guid orderId) => cache.TryGet(orderId, out var state) || !cache.MayBeInFile(orderId) ? state : Find(cache, orderId);

    // Nothing of a torn tail was ever answered. A sound line in it, or too much of it, is no crash but damage.
    private void CutTornTail(long length)
    {
        if (length == Position)
        {
            return;
        }

        var line = (Position / LedgerLine.Length) + 1;
        if (length - Position > _buffer.Length)
        {
            throw LedgerFaults.Damaged(_path, line);
        }

        var tail = Read(Position, (int)(length - Position));
        for (var end = tail.IndexOf((byte)'\n'); end >= 0; end = tail.IndexOf((byte)'\n'))
        {
            if (LedgerLine.TryRead(tail[..(end + 1)], out _, out _))
            {
                throw LedgerFaults.Damaged(_path, line);
            }

            tail = tail[(end + 1)..];
        }

        RandomAccess.SetLength(_handle, Position);
    }

    private bool TryFindInBlock(int block, ReadOnlySpan<byte> id, Stack<PaymentState> refunds, out PaymentState state)
    {
        var start = (((long)block * LedgerCache.LinesInBlock) + 1) * LedgerLine.Length;
        state = default;
        if (start >= Position)
        {
            return false;
        }

        ReadOnlySpan<byte> lines = Read(start, (int)Math.Min(_found.Length, Position - start), _found);
        for (var found = lines.LastIndexOf(id); found >= 0; found = lines.LastIndexOf(id))
        {
            var line = found - LedgerLine.OrderIdAt;
            if (line < 0 || !LedgerLine.TryRead(lines.Slice(line, LedgerLine.Length), out _, out state))
            {
                return false;
            }

            if (state.Event != LedgerEvent.RefundMade)
            {
                return true;
            }

            refunds.Push(state);
            lines = lines[..line];
        }

        return false;
    }

    private Span<byte> Read(long position, int count) => Read(position, count, _buffer);

    private Span<byte> Read(long position, int count, byte[] buffer)
    {
        var read = 0;
        while (read < count)
        {
            var more = RandomAccess.Read(_handle, buffer.AsSpan(read, count - read), position + read);
            if (more == 0)
            {
                throw LedgerFaults.Damaged(_path, (position + read) / LedgerLine.Length);
            }

            read += more;
        }

        return buffer.AsSpan(0, count);
    }
}
