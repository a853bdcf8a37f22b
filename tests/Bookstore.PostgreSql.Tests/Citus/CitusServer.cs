using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The coordinator of a Citus cluster that BOOKSTORE_TEST_CITUS names. Each schema is kept whole on one of its nodes.</summary>
internal static class CitusServer
{
    private static string? Given => Environment.GetEnvironmentVariable("BOOKSTORE_TEST_CITUS") is { Length: > 0 } given ? given : null;

    /// <summary>Why the tests on a cluster do not run; <see langword="null"/> when they do.</summary>
    public static string? SkipReason => Given is null ? "It needs a Citus cluster: set BOOKSTORE_TEST_CITUS to the connection string of its coordinator." : null;

    public static string ConnectionString => new NpgsqlConnectionStringBuilder(Given!)
    {
        Options = "-c citus.enable_schema_based_sharding=on -c citus.propagate_set_commands=local",
    }.ConnectionString;

    public static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
