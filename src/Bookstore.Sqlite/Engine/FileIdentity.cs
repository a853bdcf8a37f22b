using System.Runtime.InteropServices;
using System.Text;

namespace Bookstore.Sqlite;

/// <summary>Which file a path leads to: on Linux its device and inode; elsewhere no more than that there is one.</summary>
/// <remarks>Looked up by path. A handle of its own would not do: closing it drops this process's locks on the file.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    private const int NoSuchFile = 2;
    private const int NoFolder = 20;
    private const int TooManyLinks = 40;

    /// <summary>Encodes a path once, for <see cref="Of"/>.</summary>
    public static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + '\0');

    /// <summary>Looks a path up.</summary>
    /// <returns>The file; <see langword="null"/> when there is none; <see langword="default"/> when it is unknown.</returns>
    public static FileIdentity? Of(byte[] path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(Encoding.UTF8.GetString(path, 0, path.Length - 1)) ? default(FileIdentity) : null;
        }

        try
        {
            if (FileStatus.TryRead(path, out var found))
            {
                return found.Identity;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return default(FileIdentity);
        }

        return Marshal.GetLastPInvokeError() is NoSuchFile or NoFolder or TooManyLinks ? null : default(FileIdentity);
    }

    /// <summary>Whether the path of this file leads to another one now, or to none.</summary>
    public bool IsReplacedBy(FileIdentity? now) => now is not { } other || (this != default && other != default && this != other);
}
