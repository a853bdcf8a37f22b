namespace Bookstore.Crash;

/// <summary>A folder of its own for a test, removed at its end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("bookstore-crash-").FullName;

    public string Path(string name) => System.IO.Path.Combine(_path, name);

    public ShopFiles Shop(string name)
    {
        Directory.CreateDirectory(Path(name));
        return new ShopFiles(Path(name));
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
