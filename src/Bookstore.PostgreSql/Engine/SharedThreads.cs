using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Warns of a process with several shops that has few threads, where a shop names several servers.</summary>
/// <remarks>
/// Npgsql then asks each connection before its use whether its server takes writes, with a time-out of its own, which blocks a thread of the pool while the server hangs (see <see cref="ServerCalls"/>). A pool that has none left
/// adds one or two a second.
/// </remarks>
internal static class SharedThreads
{
    /// <summary>Compares the threads that the pool makes without delay with what one shop can block.</summary>
    public static void Check(PostgreSqlStoreOptions options, ILogger logger)
    {
        ThreadPool.GetMinThreads(out var threads, out _);
        if (IsNeeded(options) && Wanted(options) is var wanted && threads < wanted)
        {
            PostgreSqlStoreLog.FewThreads(logger, threads, Connections(options), wanted);
        }
    }

    /// <summary>Whether the connection string names several servers.</summary>
    public static bool IsNeeded(PostgreSqlStoreOptions options) => new NpgsqlConnectionStringBuilder(options.ConnectionString).Host is { } host && ServerPool.CountHosts(host) > 1;

    /// <summary>How many threads keep the other shops going while every connection of one blocks a thread.</summary>
    public static int Wanted(PostgreSqlStoreOptions options) => Connections(options) + Environment.ProcessorCount;

    private static int Connections(PostgreSqlStoreOptions options)
    {
        var sizes = PoolSizes.Of(options, ConnectionDefaults.ReadMaximumPoolSize(options.ConnectionString));
        return sizes.Writes + sizes.Reads + sizes.Feed;
    }
}
