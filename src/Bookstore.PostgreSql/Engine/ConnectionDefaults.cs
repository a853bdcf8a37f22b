using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>What the store needs of its connections, where the connection string does not say otherwise.</summary>
internal static class ConnectionDefaults
{
    public const string MaximumPoolSize = "Maximum Pool Size";

    private const int PreparedStatements = 200;

    /// <summary>The connection string of one of the store's pools.</summary>
    /// <param name="options">The store's options.</param>
    /// <param name="connections">How many connections the pool may have.</param>
    public static string Apply(PostgreSqlStoreOptions options, int connections)
    {
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        var given = Keywords(builder);
        builder.CommandTimeout = (int)Math.Ceiling(options.CommandTimeout.TotalSeconds);
        builder.MaxPoolSize = connections;
        builder.MinPoolSize = Math.Min(builder.MinPoolSize, connections);

        // A unit's transaction is its own, also when its caller is in another one.
        builder.Enlist = false;
        builder.Multiplexing = false;

        // Every setting is made for one transaction alone, so there is nothing to reset between two.
        builder.NoResetOnClose = true;

        // Which statement of a batch failed says which records were in conflict.
        builder.IncludeFailedBatchedCommand = true;
        if (!given.Contains("Timeout"))
        {
            builder.Timeout = Math.Min(builder.CommandTimeout, 5);
        }

        if (!given.Contains("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = PreparedStatements;
            builder.AutoPrepareMinUsages = 2;
        }

        // How long it takes at the most to learn that another server became the primary.
        if (!given.Contains("Host Recheck Seconds"))
        {
            builder.HostRecheckSeconds = 1;
        }

        if (!given.Contains("TCP Keepalive"))
        {
            builder.TcpKeepAlive = true;
        }

        builder.ApplicationName ??= "Bookstore";
        return builder.ConnectionString;
    }

    /// <summary>How many connections the connection string allows; <see langword="null"/> when it does not say.</summary>
    public static int? ReadMaximumPoolSize(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        return Keywords(builder).Contains(MaximumPoolSize) ? builder.MaxPoolSize : null;
    }

    // Only what was given, each under its one name, however the connection string spells it.
    private static HashSet<string> Keywords(NpgsqlConnectionStringBuilder builder) => new(builder.Keys.Cast<string>(), StringComparer.OrdinalIgnoreCase);
}
