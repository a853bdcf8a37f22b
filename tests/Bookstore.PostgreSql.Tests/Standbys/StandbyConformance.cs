using System.Text.RegularExpressions;
using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>A primary and a standby whose sessions are ended again and again, as a standby that is lost does to its readers. Each test has a copy of a schema that was made once.</summary>
internal static class StandbyServers
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(4);
    private static readonly string Schema = new PostgreSqlStoreOptions().Schema;
    private static readonly Lazy<Task<(PrimaryAndStandby Servers, string Template)>> Shared = new(StartAsync);

    public static async Task<string> ConnectionStringAsync() => (await Shared.Value).Servers.ConnectionString;

    /// <summary>Makes a schema with the tables of the store, in one transaction.</summary>
    public static async Task MakeAsync(string schema)
    {
        var (servers, template) = await Shared.Value;
        await servers.Primary.ExecuteAsync(Regex.Replace(template, $@"\b{Schema}\b", schema));
    }

    public static async Task ExecuteAsync(string sql) => await (await Shared.Value).Servers.Primary.ExecuteAsync(sql);

    private static async Task<(PrimaryAndStandby Servers, string Template)> StartAsync()
    {
        // What is tested is what can be read, and not what survives a loss of power.
        var servers = new PrimaryAndStandby();
        await servers.InitializeAsync("fsync = off");
        var template = await DumpAsync(servers.Primary.ConnectionString);
        await servers.ReplicateSynchronouslyAsync();
        var stop = new CancellationTokenSource();
        var ending = EndSessionsAsync(servers.Standby, stop.Token);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            stop.Cancel();
            Task.Run(async () =>
            {
                await ending;
                await servers.DisposeAsync();
            }).Wait(TimeSpan.FromSeconds(20));
        };
        return (servers, template);
    }

    private static async Task<string> DumpAsync(string connection)
    {
        await using (var store = new PostgreSqlStore(new PostgreSqlStoreOptions { ConnectionString = connection }, NullLoggerFactory.Instance, TimeProvider.System))
        {
            await store.InitializeAsync(default);
        }

        var file = Path.GetTempFileName();
        await DumpPrograms.RunAsync(connection, "pg_dump", "--inserts", "--no-owner", $"--schema={Schema}", $"--file={file}", DumpPrograms.TargetOf(connection));

        // Lines for psql alone begin with a backslash.
        var dump = string.Join('\n', (await File.ReadAllLinesAsync(file)).Where(static line => !line.StartsWith('\\')));
        File.Delete(file);
        return dump;
    }

    private static async Task EndSessionsAsync(PostgresCluster standby, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await standby.ExecuteAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'Bookstore'");
            }
        }
        catch (OperationCanceledException)
        {
            // The tests have ended.
        }
    }
}

/// <summary>The store that reads from a standby.</summary>
public sealed class StandbyUnderTest : StoreUnderTest
{
    private readonly string _schema = TestServer.NewSchema();
    private bool _isMade;

    public override Type StoreType => typeof(PostgreSqlStore);

    public override int UnitsPerTask => 50;

    public override int ModelRuns => 5;

    public override async ValueTask<IBookstoreStore> CreateAsync()
    {
        await StandbyServers.MakeAsync(_schema);
        _isMade = true;
        return await OpenAgainAsync();
    }

    public override async ValueTask<IBookstoreStore> OpenAgainAsync() => new PostgreSqlStore(
        new PostgreSqlStoreOptions { ConnectionString = await StandbyServers.ConnectionStringAsync(), Schema = _schema, ReadFrom = PostgreSqlReadFrom.Standbys }, NullLoggerFactory.Instance, TimeProvider.System);

    public override async ValueTask WriteWordsAsync(IBookstoreStore store, Isbn isbn, int version, BookWords words) =>
        await StandbyServers.ExecuteAsync(PostgreSqlUnderTest.WriteWords(_schema, isbn.ToInt64(), version, words));

    public override async ValueTask DisposeAsync()
    {
        if (_isMade)
        {
            await StandbyServers.ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");
        }

        await base.DisposeAsync();
    }
}

/// <summary>Every case of the suite on a primary and a standby, in the long form of a run.</summary>
[OwnServers]
public sealed class StandbyConformance : StoreConformanceTests<StandbyUnderTest>;
