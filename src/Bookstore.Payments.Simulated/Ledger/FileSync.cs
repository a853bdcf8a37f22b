using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bookstore.Payments.Simulated;

/// <summary>Makes what was written to a file durable, or fails.</summary>
/// <remarks>On Linux <see cref="RandomAccess.FlushToDisk"/> calls <c>fsync</c> and keeps its failures, also <c>EIO</c> and <c>ENOSPC</c>, to itself.</remarks>
internal static partial class FileSync
{
    private const int Interrupted = 4;

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
            var error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
            {
                throw new IOException($"The file could not be synced to the disk: {Marshal.GetPInvokeErrorMessage(error)}.", error);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Sync(SafeFileHandle handle);
}
