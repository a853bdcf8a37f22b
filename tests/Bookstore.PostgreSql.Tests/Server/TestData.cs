using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>
/// Where one test of many keeps its data. In a short run it is a copy of a database whose schema was made once, which takes a third of the time that the migrations take.
/// In the long form, and on a given server, it is a schema that the store itself makes in the shared database.
/// </summary>
internal sealed class TestData
{
    private static readonly string DefaultSchema = new PostgreSqlStoreOptions().Schema;
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    private readonly string _name = TestServer.NewSchema();

    public string Schema => Copies ? DefaultSchema : _name;

    // Dropping a database waits for a checkpoint, which takes long on a disk.
    private static bool Copies => TestServer.IsInMemory;

    /// <summary>Makes the place, if it is not made by the store.</summary>
    public async Task MakeAsync()
    {
        if (Copies)
        {
            await TestServer.ExecuteAsync($"CREATE DATABASE {_name} TEMPLATE {await Template.Value} STRATEGY WAL_LOG");
        }
    }

    public async Task<PostgreSqlStoreOptions> OptionsAsync() => new() { ConnectionString = await ConnectionStringAsync(), Schema = Schema };

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Opens a connection beside those of the store.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(await ConnectionStringAsync() + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public Task DropAsync() => Copies ? TestServer.DropDatabaseAsync(_name) : TestServer.DropAsync(_name);

    private static async Task<string> ConnectionStringToAsync(string database) => new NpgsqlConnectionStringBuilder(await TestServer.ConnectionStringAsync()) { Database = database }.ConnectionString;

    private static async Task<string> MakeTemplateAsync()
    {
        var name = TestServer.NewSchema();
        await TestServer.ExecuteAsync($"CREATE DATABASE {name}");
        await using var store = new PostgreSqlStore(new PostgreSqlStoreOptions { ConnectionString = await ConnectionStringToAsync(name) }, NullLoggerFactory.Instance, TimeProvider.System);
        await store.InitializeAsync(default);
        return name;
    }

    private Task<string> ConnectionStringAsync() => Copies ? ConnectionStringToAsync(_name) : TestServer.ConnectionStringAsync();
}
