using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bookstore;

/// <summary>Makes what was written to a file or folder durable, or fails.</summary>
/// <remarks>On Linux <see cref="RandomAccess.FlushToDisk"/> ignores the failures of <c>fsync</c>, also <c>EIO</c> and <c>ENOSPC</c>.</remarks>
internal static class FileSync
{
    private const int Interrupted = 4;
    private const int OpenFolder = 0x80000;

    /// <summary>Returns when all that was written before is on the disk.</summary>
    /// <exception cref="IOException">It may not be durable.</exception>
    public static void Flush(SafeFileHandle handle)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(handle);
            return;
        }

        while (Sync(handle) != 0)
        {
            ThrowUnlessInterrupted();
        }
    }

    /// <summary>Makes the names in a folder durable. On other systems than Linux it does nothing.</summary>
    /// <exception cref="IOException">They may not be durable.</exception>
    public static void FlushFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = Open(path, OpenFolder);
        if (folder.IsInvalid)
        {
            throw Failure();
        }

        Flush(folder);
    }

    private static void ThrowUnlessInterrupted()
    {
        if (Marshal.GetLastPInvokeError() != Interrupted)
        {
            throw Failure();
        }
    }

    private static IOException Failure()
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"The sync to the disk failed: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(SafeFileHandle handle);

    // Read-only, and closed in child processes.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
