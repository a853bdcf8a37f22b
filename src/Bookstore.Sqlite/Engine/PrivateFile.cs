namespace Bookstore;

/// <summary>Makes files that only the user of this process may read: they hold orders, addresses and payments.</summary>
/// <remarks>A file that is there keeps its mode. Windows gives files the rights of their folder.</remarks>
internal static class PrivateFile
{
    // Closing a file drops the locks that this process has on it, also those of a store that has opened it meanwhile.
    private static readonly Lock Making = new();

    /// <summary>Makes an empty file of mode 0600.</summary>
    /// <exception cref="IOException">There is a file of that name, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }

    /// <summary>Whether every user of the machine may read or write a file: one that was made by another program, or by an older version.</summary>
    public static bool IsOpenToOthers(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != UnixFileMode.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Makes an empty file of mode 0600 where there is none. SQLite gives the mode of a database to its log and its journal.</summary>
    /// <remarks>A failure is left to the one who opens the file.</remarks>
    public static void MakeIfMissing(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            var link = new FileInfo(path);
            var target = link.LinkTarget is null ? path : link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
            lock (Making)
            {
                if (!File.Exists(target))
                {
                    Make(target);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another process has made it, or the path leads nowhere.
        }
    }
}
