using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Bookstore.Sqlite;

/// <summary>Reads the header of the write-ahead log that is open, to notice that somebody emptied or overwrote the file in place.</summary>
/// <remarks>SQLite does not look at the header again while it writes on. Its locks lie in the other two files, so a handle of one's own is harmless here. For the writer thread.</remarks>
internal sealed class LogHeader(SafeFileHandle file) : IDisposable
{
    private const int HeaderSize = 32;
    private const int HeaderSalts = 16;
    private const int FrameSalts = HeaderSize + 8;
    private const int SaltsSize = 8;
    private const uint Magic = 0x377f0682;

    /// <summary>Opens the log of a path, or returns <see langword="null"/> when there is none.</summary>
    public static LogHeader? Open(string path)
    {
        try
        {
            return new LogHeader(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether the first frame belongs to the log that the header begins. To be asked while this process holds the write lock.</summary>
    /// <remarks>Another process writes a header and its first frame one after the other, and may empty the log, but only under that lock.</remarks>
    public bool IsOneLog()
    {
        Span<byte> start = stackalloc byte[FrameSalts + SaltsSize];
        var read = RandomAccess.Read(file, start, 0);
        return read < start.Length || (IsHeader(start) && start.Slice(HeaderSalts, SaltsSize).SequenceEqual(start.Slice(FrameSalts, SaltsSize)));
    }

    /// <summary>Whether the file begins with a header, or is empty. To be asked at any time after a commit.</summary>
    /// <remarks>A log that somebody else emptied begins with zeros as soon as this process has written on. An empty one can be the work of another process, after it copied all of it.</remarks>
    public bool HasHeader()
    {
        Span<byte> start = stackalloc byte[HeaderSize];
        return RandomAccess.Read(file, start, 0) < start.Length || IsHeader(start);
    }

    private static bool IsHeader(ReadOnlySpan<byte> start) => (BinaryPrimitives.ReadUInt32BigEndian(start) & ~1U) == Magic;

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();
}
