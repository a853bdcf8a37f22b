using System.Diagnostics;
using System.Globalization;
using Bookstore.PostgreSql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bookstore;

/// <summary>What shops cost that nobody visits: memory and processor time of the process, connections and transactions of the server.</summary>
internal static class IdleShops
{
    private const int Connections = 20;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    public static async Task MeasureAsync(PostgresCluster server, int most, TimeSpan time)
    {
        Console.WriteLine($"shops that nobody visits, one process, a schema each, Maximum Pool Size={Connections}, over {time.TotalSeconds:f0} s:");
        foreach (var shops in (int[])[1, most])
        {
            await using var services = Build(server.ConnectionString, shops);
            var hosted = services.GetServices<IHostedService>().ToArray();
            await Task.WhenAll(hosted.Select(static service => service.StartAsync(default)));
            await Task.Delay(Settling);
            await MeasureOnceAsync(server, shops, time);
            await Task.WhenAll(hosted.Select(static service => service.StopAsync(default)));
        }
    }

    private static ServiceProvider Build(string connection, int shops)
    {
        var services = new ServiceCollection();
        for (var i = 0; i < shops; i++)
        {
            var schema = string.Create(CultureInfo.InvariantCulture, $"shop_{shops}_{i}");
            services.AddBookstore(schema).UsePostgreSql(options => (options.ConnectionString, options.Schema) = ($"{connection};Application Name=shops;Maximum Pool Size={Connections}", schema)).UseSimulatedPayments().UseLocalCourier();
        }

        return services.BuildServiceProvider();
    }

    private static async Task MeasureOnceAsync(PostgresCluster server, int shops, TimeSpan time)
    {
        using var process = Process.GetCurrentProcess();
        var (transactions, spent, begun) = (await CommitsAsync(server), process.TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(time);
        process.Refresh();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var rate = (await CommitsAsync(server) - transactions) / seconds;
        var sessions = (long)(await server.ExecuteAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'shops'"))!;
        var processor = (process.TotalProcessorTime - spent).TotalMilliseconds / seconds;
        GC.Collect();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {shops,4} shops: {sessions} connections, {rate:f1} transactions/s, {processor:f1} ms of a processor a second, {process.WorkingSet64 / 1_048_576} MiB in all, {GC.GetTotalMemory(true) / 1_048_576.0:f1} MiB of objects, {process.Threads.Count} threads"));
    }

    // The server counts a session's transactions when it is idle, at the latest after ten seconds.
    private static async Task<long> CommitsAsync(PostgresCluster server) => (long)(await server.ExecuteAsync("SELECT xact_commit FROM pg_stat_database WHERE datname = 'postgres'"))!;
}
