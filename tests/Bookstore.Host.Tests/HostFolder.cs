namespace Bookstore.Samples;

/// <summary>A folder of a test's own for a host's files.</summary>
public sealed class HostFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("bookstore-host-").FullName;

    public string DatabasePath => Path.Combine(Root, "bookstore.db");

    public string Connection => $"Data Source={DatabasePath}";

    public string LedgerPath => Path.Combine(Root, "bookstore.payments");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
