using Microsoft.Extensions.Logging;

namespace Bookstore.PostgreSql;

/// <summary>Warns of a process with several shops that has few threads.</summary>
/// <remarks>
/// Npgsql asks a server to cancel a command over a new connection, and blocks the thread until the server has answered. One that hangs blocks a thread for each connection, and a pool that has none left adds one or two a second.
/// </remarks>
internal static class SharedThreads
{
    /// <summary>Compares the threads that the pool makes without delay with what one shop can block.</summary>
    public static void Check(PostgreSqlStoreOptions options, ILogger logger)
    {
        ThreadPool.GetMinThreads(out var threads, out _);
        if (Wanted(options) is var wanted && threads < wanted)
        {
            PostgreSqlStoreLog.FewThreads(logger, threads, Connections(options), wanted);
        }
    }

    /// <summary>How many threads keep the other shops going while every connection of one blocks a thread.</summary>
    public static int Wanted(PostgreSqlStoreOptions options) => Connections(options) + Environment.ProcessorCount;

    private static int Connections(PostgreSqlStoreOptions options)
    {
        var sizes = PoolSizes.Of(options, ConnectionDefaults.ReadMaximumPoolSize(options.ConnectionString));
        return sizes.Writes + sizes.Reads + sizes.Feed;
    }
}
