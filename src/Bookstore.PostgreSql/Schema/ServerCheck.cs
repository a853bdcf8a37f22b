using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Refuses a server that the store cannot work with, and warns of one that can lose orders.</summary>
internal static class ServerCheck
{
    private const int LeastVersion = 130_000;

    /// <summary>Checks the server that a connection leads to.</summary>
    /// <exception cref="BookstoreStoreException">The server or the database does not fit; the message says what to change.</exception>
    public static async Task RunAsync(NpgsqlConnection connection, ILogger logger, CancellationToken cancellationToken)
    {
        if (int.TryParse(await ReadSettingAsync(connection, "server_version_num", cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture, out var version) && version < LeastVersion)
        {
            throw new BookstoreStoreException("The database server is older than PostgreSQL 13. Update it.");
        }

        if (await ReadSettingAsync(connection, "server_encoding", cancellationToken).ConfigureAwait(false) is not (null or "UTF8"))
        {
            throw new BookstoreStoreException("The database's encoding is not UTF8, so it cannot keep every title. Create one with ENCODING 'UTF8'.");
        }

        foreach (var setting in (string[])["fsync", "full_page_writes"])
        {
            if (await ReadSettingAsync(connection, setting, cancellationToken).ConfigureAwait(false) == "off")
            {
                PostgreSqlStoreLog.NotDurable(logger, setting, "off");
            }
        }

        var commit = await ReadSettingAsync(connection, "synchronous_commit", cancellationToken).ConfigureAwait(false);
        if (commit is "off" or "local")
        {
            PostgreSqlStoreLog.NotDurable(logger, "synchronous_commit", commit);
        }
    }

    /// <summary>Refuses to prepare statements where a pooler gives each transaction another connection, which has not prepared them.</summary>
    /// <remarks>In front of a pooler the server's process is another one than the connection says, and two open connections can share it.</remarks>
    public static async Task RefusePreparingBehindPoolerAsync(Database database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (new NpgsqlConnectionStringBuilder(connection.ConnectionString).MaxAutoPrepare == 0
            || await ReadServerAsync(connection, cancellationToken).ConfigureAwait(false) == connection.ProcessID)
        {
            return;
        }

        var other = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (other.ConfigureAwait(false))
        {
            if (await ReadServerAsync(other, cancellationToken).ConfigureAwait(false) == await ReadServerAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                throw new BookstoreStoreException(
                    "The connection string leads to a pooler in transaction mode, such as PgBouncer, where prepared statements get lost. Put Max Auto Prepare=0 into PostgreSqlStoreOptions.ConnectionString.");
            }
        }
    }

    private static async Task<int> ReadServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.ReadAsync<int>("SELECT pg_backend_pid()", cancellationToken).ConfigureAwait(false);

    // Null for a setting that the server does not know.
    private static Task<string?> ReadSettingAsync(NpgsqlConnection connection, string setting, CancellationToken cancellationToken) =>
        connection.ReadAsync<string>("SELECT current_setting($1, true)", cancellationToken, setting);
}
