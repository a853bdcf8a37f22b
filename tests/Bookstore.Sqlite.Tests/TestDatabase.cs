using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bookstore.Sqlite;

/// <summary>A folder of its own for each test, the stores on its file, and raw SQL beside them.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly List<SqliteStore> _stores = [];

    public TestDatabase()
    {
        Folder = Directory.CreateTempSubdirectory("bookstore-sqlite-").FullName;
        Path = System.IO.Path.Combine(Folder, "shop.db");
    }

    public string Folder { get; }

    public string Path { get; }

    internal SqliteStore OpenStore(Action<SqliteStoreOptions>? configure = null, TimeProvider? time = null, ILogger<SqliteStore>? logger = null)
    {
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={Path}" };
        configure?.Invoke(options);
        var store = new SqliteStore(options, logger ?? NullLogger<SqliteStore>.Instance, time);
        _stores.Add(store);
        return store;
    }

    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Default Timeout=1");
        connection.Open();
        return connection;
    }

    public object? Scalar(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
