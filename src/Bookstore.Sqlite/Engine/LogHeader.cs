using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Bookstore.Sqlite;

/// <summary>Reads the header and the length of the write-ahead log that is open, to notice that the file was emptied or overwritten in place, also with an older copy of itself.</summary>
/// <remarks>
/// SQLite does not look at the header again while it writes on. Its locks lie in the other two files, so a handle of one's own is harmless here. For the writer thread.
/// As long as the data version says that no other connection changed the log, it is as this process left it: not shorter, and begun anew only by this process, which counts the first salt up.
/// </remarks>
internal sealed class LogHeader(SafeFileHandle file) : IDisposable
{
    private const int HeaderSize = 32;
    private const int HeaderSalts = 16;
    private const int FrameSalts = HeaderSize + 8;
    private const int SaltsSize = 8;
    private const uint Magic = 0x377f0682;

    private Left? _left;

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

    /// <summary>Whether the first frame belongs to the log that the header begins, and the log is the one that was left. To be asked while this process holds the write lock.</summary>
    /// <remarks>Another process writes a header and its first frame one after the other, and may empty the log, but only under that lock.</remarks>
    /// <param name="dataVersion">The writer's data version, read under that lock.</param>
    public bool IsOneLog(long dataVersion)
    {
        Span<byte> start = stackalloc byte[FrameSalts + SaltsSize];
        var read = RandomAccess.Read(file, start, 0);
        var isOne = read < start.Length || (IsHeader(start) && start.Slice(HeaderSalts, SaltsSize).SequenceEqual(start.Slice(FrameSalts, SaltsSize)));
        return isOne && (_left is not { } left || left.DataVersion != dataVersion || (read == start.Length && IsAsLeft(left, Salts.Read(start))));
    }

    /// <summary>Whether the file begins with a header, or is empty. To be asked at any time after a commit.</summary>
    /// <remarks>A log that another program emptied begins with zeros as soon as this process has written on. An empty one can be the work of another process, after it copied all of it.</remarks>
    /// <param name="dataVersion">The writer's data version at that commit.</param>
    public bool HasHeader(long dataVersion)
    {
        Span<byte> start = stackalloc byte[HeaderSize];
        var isThere = RandomAccess.Read(file, start, 0) == start.Length;
        _left = isThere ? new Left(dataVersion, Salts.Read(start), FileStatus.LengthOf(file)) : null;
        return !isThere || IsHeader(start);
    }

    private bool IsAsLeft(Left left, Salts now) =>
        now == left.Salts ? FileStatus.LengthOf(file) >= left.Length : unchecked((int)(now.First - left.Salts.First)) > 0;

    private static bool IsHeader(ReadOnlySpan<byte> start) => (BinaryPrimitives.ReadUInt32BigEndian(start) & ~1U) == Magic;

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private readonly record struct Salts(uint First, uint Second)
    {
        public static Salts Read(ReadOnlySpan<byte> start) =>
            new(BinaryPrimitives.ReadUInt32BigEndian(start[HeaderSalts..]), BinaryPrimitives.ReadUInt32BigEndian(start[(HeaderSalts + sizeof(uint))..]));
    }

    // The log after this process's last commit.
    private readonly record struct Left(long DataVersion, Salts Salts, long Length);
}
