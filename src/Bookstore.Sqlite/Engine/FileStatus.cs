using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bookstore.Sqlite;

/// <summary>What Linux tells about a file; about the log, without its times.</summary>
/// <remarks>
/// A file whose times were asked for gets finer ones at its next write (since Linux 6.13), which the sync after that write has to bring to the disk as well. Asked for around each commit, as
/// <see cref="RandomAccess.GetLength"/> does, they made a commit half as long again. No commit writes to the database file: its time may be asked for.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const int FromWorkingFolder = -100;
    private const int OfTheHandle = 0x1000;
    private const uint WantModified = 0x40;
    private const uint WantInode = 0x100;
    private const uint WantSize = 0x200;

    private static readonly byte[] NoPath = [0];

    // The places are the same on every architecture.
    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public long Size;

    [FieldOffset(112)]
    public long ModifiedSeconds;

    [FieldOffset(120)]
    public uint ModifiedNanoseconds;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

    public readonly FileIdentity Identity => new(((ulong)DeviceMajor << 32) | DeviceMinor, Inode);

    /// <summary>Looks up which file a path leads to. Linux alone; the error is <see cref="Marshal.GetLastPInvokeError"/>.</summary>
    /// <exception cref="EntryPointNotFoundException">The system's library does not know the call.</exception>
    public static bool TryRead(byte[] path, out FileStatus status) => Look(FromWorkingFolder, path, 0, WantInode, out status) == 0;

    /// <summary>Looks up which file a path leads to, how long it is, and when it was written to. Linux alone.</summary>
    public static bool TryReadContent(byte[] path, out FileStatus status)
    {
        try
        {
            return Look(FromWorkingFolder, path, 0, WantInode | WantSize | WantModified, out status) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            status = default;
            return false;
        }
    }

    /// <summary>The length of a file that is open, in bytes.</summary>
    public static long LengthOf(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            return RandomAccess.GetLength(file);
        }

        var isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            return Look((int)file.DangerousGetHandle(), NoPath, OfTheHandle, WantSize, out var status) == 0 ? status.Size : RandomAccess.GetLength(file);
        }
        catch (EntryPointNotFoundException)
        {
            return RandomAccess.GetLength(file);
        }
        finally
        {
            if (isHeld)
            {
                file.DangerousRelease();
            }
        }
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Look(int folder, byte[] path, int flags, uint mask, out FileStatus status);
}
