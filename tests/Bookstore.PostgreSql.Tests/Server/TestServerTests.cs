using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class TestServerTests
{
    [Fact]
    public async Task A_schema_is_dropped_although_the_drop_and_a_reader_wait_for_each_other()
    {
        var schema = TestServer.NewSchema();
        await TestServer.ExecuteAsync($"CREATE SCHEMA {schema}; CREATE TABLE {schema}.a (id int); CREATE TABLE {schema}.b (id int)");
        await using var reader = new NpgsqlConnection(await TestServer.ConnectionStringAsync() + ";Pooling=false");
        await reader.OpenAsync();
        var (dropped, other) = await BeginToDropAsync(reader, schema, "a", "b") is { } first ? first : (await BeginToDropAsync(reader, schema, "b", "a"))!.Value;

        // The one that has waited for a second finds the circle and gives up: the drop, which waits already.
        await ExecuteAsync(reader, $"SELECT FROM {schema}.{other}");
        await ExecuteAsync(reader, "ROLLBACK");
        await dropped;
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM pg_namespace WHERE nspname = '{schema}'")).ShouldBe(0L);
    }

    // Reads one table, and begins to drop the schema. Unless the drop has locked the other one first, it is all done again: the order is the server's.
    private static async Task<(Task Dropped, string Other)?> BeginToDropAsync(NpgsqlConnection reader, string schema, string table, string other)
    {
        await ExecuteAsync(reader, $"BEGIN; SELECT FROM {schema}.{table}");
        var dropped = TestServer.DropAsync(schema);
        while (await CountAsync($"relation = '{schema}.{table}'::regclass AND NOT granted") == 0)
        {
        }

        if (await CountAsync($"relation = '{schema}.{other}'::regclass AND granted") == 1)
        {
            return (dropped, other);
        }

        await ExecuteAsync(reader, "ROLLBACK");
        await dropped;
        await TestServer.ExecuteAsync($"CREATE SCHEMA {schema}; CREATE TABLE {schema}.a (id int); CREATE TABLE {schema}.b (id int)");
        return null;
    }

    private static async Task<long> CountAsync(string condition) => (long)(await TestServer.ExecuteAsync($"SELECT count(*) FROM pg_locks WHERE {condition}"))!;

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
