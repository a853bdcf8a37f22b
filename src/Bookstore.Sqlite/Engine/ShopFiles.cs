namespace Bookstore.Sqlite;

/// <summary>Which shop of an application has which file, so that two of them never sell each other's stock. Thread-safe.</summary>
internal sealed class ShopFiles
{
    private readonly List<(string Path, string? Shop)> _files = [];
    private readonly Lock _lock = new();

    /// <summary>Notes a shop's file, when its store is made.</summary>
    /// <exception cref="InvalidOperationException">It is another shop's.</exception>
    public void Claim(DatabaseFile file, string? shop)
    {
        lock (_lock)
        {
            foreach (var (path, owner) in _files)
            {
                if (AreOne(path, file.Path))
                {
                    throw new InvalidOperationException($"Two shops have the same SQLite file, {file.Path}: {Describe(owner)} and {Describe(shop)}. Give each a file of its own: UseSqlite(\"Data Source=...\").");
                }
            }

            _files.Add((file.Path, shop));
        }
    }

    private static string Describe(string? shop) => shop is null ? "the shop without a name" : $"the shop '{shop}'";

    // By its links while there is no file yet, and by the file itself, which may have two names.
    private static bool AreOne(string left, string right) =>
        string.Equals(Resolve(left), Resolve(right), OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase)
        || (FileIdentity.Of(FileIdentity.Encode(left)) is { } file && file != default && file == FileIdentity.Of(FileIdentity.Encode(right)));

    // What cannot be looked at here is reported by the store, in its own words.
    private static string Resolve(string path)
    {
        try
        {
            return ResolveLinks(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return path;
        }
    }

    private static string ResolveLinks(string path)
    {
        if (Path.GetDirectoryName(path) is not { } folder)
        {
            return path;
        }

        var entry = new FileInfo(Path.Combine(ResolveLinks(folder), Path.GetFileName(path)));
        return entry.LinkTarget is null ? entry.FullName : ResolveLinks(entry.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
    }
}
