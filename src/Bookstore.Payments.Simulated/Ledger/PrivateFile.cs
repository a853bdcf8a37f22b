using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Bookstore.Payments.Simulated;

/// <summary>Opens files that only the user of this process may read, when it makes them: they hold payments.</summary>
internal static class PrivateFile
{
    /// <summary>Opens a file for reading and writing; one that is not there is made with mode 0600. A file that is there keeps its mode.</summary>
    public static SafeFileHandle Open(string path, FileShare share)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
        {
            Make(path);
        }

        return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
    }

    [UnsupportedOSPlatform("windows")]
    private static void Make(string path)
    {
        try
        {
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first.
        }
    }
}
