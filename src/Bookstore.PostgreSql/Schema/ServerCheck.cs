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
        var version = int.Parse(await ReadSettingAsync(connection, "server_version_num", cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
        if (version < LeastVersion)
        {
            throw new BookstoreStoreException("The database server is older than PostgreSQL 13. Update it.");
        }

        if (await ReadSettingAsync(connection, "server_encoding", cancellationToken).ConfigureAwait(false) != "UTF8")
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

    private static async Task<string> ReadSettingAsync(NpgsqlConnection connection, string setting, CancellationToken cancellationToken) =>
        (await connection.ReadAsync<string>("SELECT current_setting($1)", cancellationToken, setting).ConfigureAwait(false))!;
}
