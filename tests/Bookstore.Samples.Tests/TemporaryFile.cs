namespace Bookstore.Samples;

/// <summary>A file that is gone after the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] content) => File.WriteAllBytes(Path, content);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"bookstore-{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(Path);
}

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bookstore-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
