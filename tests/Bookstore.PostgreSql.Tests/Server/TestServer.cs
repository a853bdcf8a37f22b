using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The server that the tests share: the one that BOOKSTORE_TEST_POSTGRES names, or one of their own.</summary>
internal static class TestServer
{
    private const string Memory = "/dev/shm";
    private const int MostAttempts = 10;

    private static readonly Lazy<Task<string>> Shared = new(StartAsync);
    private static readonly Lazy<Version?> GivenServersVersion = new(ReadGivenVersion);
    private static int _schemas;

    // An empty one is none.
    private static string? Given => Environment.GetEnvironmentVariable("BOOKSTORE_TEST_POSTGRES") is { Length: > 0 } given ? given : null;

    /// <summary>Why the tests cannot run here; <see langword="null"/> when they can. On a build server they run and fail.</summary>
    public static string? SkipReason =>
        Given is null && PostgresBinaries.Folder is null && Environment.GetEnvironmentVariable("CI") != "true" ? PostgresBinaries.HowToInstall : null;

    /// <summary>Why the tests that start servers of their own do not run; <see langword="null"/> when they do.</summary>
    public static string? SkipReasonOfOwnServers => Given is null ? null : "It starts servers of its own: run it without BOOKSTORE_TEST_POSTGRES.";

    /// <summary>The version of the given server; <see langword="null"/> where the tests start one of their own, from the programs that are here.</summary>
    public static Version? GivenVersion => GivenServersVersion.Value;

    /// <summary>Whether it is a server of the tests' own that keeps its data in memory, as a short run does where there is plenty (TemporaryFiles.cs).</summary>
    public static bool IsInMemory { get; } = Given is null && Path.GetTempPath().StartsWith(Memory, StringComparison.Ordinal);

    public static async Task<string> ConnectionStringAsync() => await Shared.Value;

    /// <summary>A name that no other test of any process uses on the server.</summary>
    public static string NewSchema() => $"bookstore_{Guid.NewGuid():n}_{Interlocked.Increment(ref _schemas)}";

    public static async Task<PostgreSqlStoreOptions> OptionsAsync(string schema) => new() { ConnectionString = await ConnectionStringAsync(), Schema = schema };

    public static Task DropAsync(string schema) => CleanUpAsync($"DROP SCHEMA IF EXISTS {schema} CASCADE");

    public static Task DropDatabaseAsync(string name) => CleanUpAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    /// <summary>Runs a statement. Creating and dropping a database wait for a checkpoint, which takes long on a busy disk.</summary>
    public static async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(await ConnectionStringAsync());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 180 };
        return await command.ExecuteScalarAsync();
    }

    // A host of the test that still ends may have locks, or connect once more.
    private static async Task CleanUpAsync(string sql)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExecuteAsync(sql);
                return;
            }
            catch (PostgresException fault) when (attempt < MostAttempts && fault.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ObjectInUse)
            {
            }
        }
    }

    private static Version? ReadGivenVersion()
    {
        if (Given is not { } given)
        {
            return null;
        }

        using var connection = new NpgsqlConnection(given + ";Pooling=false");
        connection.Open();
        return connection.PostgreSqlVersion;
    }

    private static async Task<string> StartAsync()
    {
        if (Given is { } given)
        {
            return given;
        }

        if (PostgresBinaries.Folder is null)
        {
            throw new InvalidOperationException(PostgresBinaries.HowToInstall);
        }

        var cluster = await PostgresCluster.StartAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(10));
        return cluster.ConnectionString;
    }
}
