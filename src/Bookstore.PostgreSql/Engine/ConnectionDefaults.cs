using System.Data.Common;
using Npgsql;

namespace Bookstore.Storage;

/// <summary>What the store needs of its connections, where the connection string does not say otherwise.</summary>
internal static class ConnectionDefaults
{
    private const int PreparedStatements = 200;

    public static string Apply(PostgreSqlStoreOptions options)
    {
        var given = Keywords(options.ConnectionString);
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            CommandTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds),

            // A unit's transaction is its own, whatever transaction its caller is in.
            Enlist = false,
            Multiplexing = false,

            // Every setting is made for one transaction alone, so there is nothing to reset between two.
            NoResetOnClose = true,
        };
        if (!given.Contains("timeout"))
        {
            builder.Timeout = Math.Min(builder.CommandTimeout, 5);
        }

        if (!given.Contains("maxautoprepare"))
        {
            builder.MaxAutoPrepare = PreparedStatements;
            builder.AutoPrepareMinUsages = 2;
        }

        // How long it takes at the most to learn that another server became the primary.
        if (!given.Contains("hostrecheckseconds"))
        {
            builder.HostRecheckSeconds = 1;
        }

        if (!given.Contains("tcpkeepalive"))
        {
            builder.TcpKeepAlive = true;
        }

        builder.ApplicationName ??= "Bookstore";
        return builder.ConnectionString;
    }

    private static HashSet<string> Keywords(string connectionString)
    {
        var keywords = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (string keyword in new DbConnectionStringBuilder { ConnectionString = connectionString }.Keys)
        {
            keywords.Add(keyword.Replace(" ", string.Empty, StringComparison.Ordinal));
        }

        return keywords;
    }
}
