using System.Runtime.InteropServices;

namespace Bookstore.Sqlite;

/// <summary>Reads the wal-index and the database file's header over an open connection. Valid until that is closed.</summary>
/// <remarks>
/// Through SQLite's own handle and mapping (<c>SQLITE_FCNTL_FILE_POINTER</c>, <c>xShmMap</c>, <c>xRead</c>): closing a handle of one's own would drop this process's locks on the file.
/// The places are those of the file format's documentation, in the machine's byte order.
/// </remarks>
internal sealed class WalIndex
{
    /// <summary>How long the database file's header is, in bytes.</summary>
    public const int HeaderSize = 100;

    private const int RegionSize = 32_768;
    private const int FirstSalt = 32;
    private const int SecondSalt = 36;
    private const int Copied = 96;
    private const int Attempted = 128;

    // The places of the methods in sqlite3_io_methods, in pointers; the shared memory is there since its second version.
    private const int ReadMethod = 2;
    private const int MapMethod = 13;
    private const int VersionWithMap = 2;

    private readonly nint _file;
    private readonly nint _index;
    private readonly ReadFile _read;

    private WalIndex(nint file, nint index, ReadFile read) => (_file, _index, _read) = (file, index, read);

    /// <summary>The wal-index of a connection that has read, or <see langword="null"/> where it cannot be reached.</summary>
    public static WalIndex? Of(SqliteDatabase database)
    {
        var file = database.FilePointer();
        var methods = file == 0 ? 0 : Marshal.ReadIntPtr(file);
        if (methods == 0 || Marshal.ReadInt32(methods) < VersionWithMap)
        {
            return null;
        }

        var map = Marshal.GetDelegateForFunctionPointer<MapMemory>(Marshal.ReadIntPtr(methods, MapMethod * nint.Size));
        var read = Marshal.GetDelegateForFunctionPointer<ReadFile>(Marshal.ReadIntPtr(methods, ReadMethod * nint.Size));
        return map(file, 0, RegionSize, 0, out var index) == 0 && index != 0 ? new WalIndex(file, index, read) : null;
    }

    /// <summary>The trace of the checkpoints so far.</summary>
    public CheckpointTrace ReadTrace()
    {
        Interlocked.MemoryBarrier();
        var trace = new CheckpointTrace(
            Marshal.ReadInt32(_index, FirstSalt), Marshal.ReadInt32(_index, SecondSalt), Marshal.ReadInt32(_index, Copied), Marshal.ReadInt32(_index, Attempted));
        Interlocked.MemoryBarrier();
        return trace;
    }

    /// <summary>The header in the database file itself, not the one in the log; zeros where the file ends.</summary>
    public byte[] ReadHeader()
    {
        var header = new byte[HeaderSize];
        _ = _read(_file, header, HeaderSize, 0);
        return header;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MapMemory(nint file, int region, int size, int extend, out nint memory);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int ReadFile(nint file, [Out] byte[] buffer, int count, long position);
}
