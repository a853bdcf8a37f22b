using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Short ways to run the statements of a migration.</summary>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The text is the store's own with a checked schema name; every value is a parameter.")]
internal static class SchemaCommands
{
    /// <summary>Changes the schema or its rows, however long it takes.</summary>
    public static async Task ChangeAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        var command = Command(connection, sql, values);
        await using (command.ConfigureAwait(false))
        {
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the first value of the first row; <see langword="null"/> when there is none.</summary>
    public static async Task<T?> ReadAsync<T>(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        var command = Command(connection, sql, values);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is T value ? value : default;
        }
    }

    /// <summary>Reads the first two values of the first row; <see langword="null"/> when there is no row.</summary>
    public static async Task<(Guid? First, long Second)?> ReadPairAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        var command = Command(connection, sql, values);
        await using (command.ConfigureAwait(false))
        {
            command.CommandTimeout = 0;
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ? (await reader.IsDBNullAsync(0, cancellationToken).ConfigureAwait(false) ? null : reader.GetGuid(0), reader.GetInt64(1))
                    : null;
            }
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
