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

    /// <summary>Whether the file begins as a log does that has just been written to: with its header, and a first frame of the same log.</summary>
    public bool IsIntact()
    {
        Span<byte> start = stackalloc byte[FrameSalts + SaltsSize];
        return RandomAccess.Read(file, start, 0) == start.Length
            && (BinaryPrimitives.ReadUInt32BigEndian(start) & ~1U) == Magic
            && start.Slice(HeaderSalts, SaltsSize).SequenceEqual(start.Slice(FrameSalts, SaltsSize));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();
}
