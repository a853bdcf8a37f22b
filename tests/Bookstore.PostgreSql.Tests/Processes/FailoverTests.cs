using System.Diagnostics;
using Bookstore.Support;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>The loss of the primary.</summary>
[Collection(nameof(TwoHostTests))]
[OwnServers]
public sealed class FailoverTests(ITestOutputHelper output)
{
    private const int Titles = 20;

    [LongFact]
    public async Task A_primary_that_is_lost_takes_nothing_confirmed_with_it()
    {
        await using var primary = await PostgresCluster.StartAsync();
        await using var standby = await PostgresCluster.StartStandbyAsync(primary, "second");
        await primary.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'second'");
        await primary.ExecuteAsync("SELECT pg_reload_conf()");
        while ((string?)await primary.ExecuteAsync("SELECT sync_state FROM pg_stat_replication") != "sync")
        {
            await Task.Delay(50);
        }

        await using var shop = new ShopFloor(PostgresCluster.ConnectionTo($"{primary.Host},{standby.Host}"));
        await shop.SeedAsync(Titles, 100_000);
        var hosts = await Task.WhenAll(OpenAsync(shop, 1), OpenAsync(shop, 2));
        await Task.WhenAll(hosts.Select(host => host.ConfirmMoreAsync(200)));

        primary.Kill();
        var killed = Stopwatch.GetTimestamp();
        await standby.PromoteAsync();
        var promoted = Stopwatch.GetTimestamp();
        await Task.WhenAll(hosts.Select(host => host.ConfirmMoreAsync(200)));
        await Task.WhenAll(hosts.Select(host => host.CloseAsync()));

        var first = hosts.SelectMany(host => host.Lines).Where(line => line.At > promoted && line.Line.StartsWith("Created ", StringComparison.Ordinal)).Min(line => line.At);
        output.WriteLine($"promoted after {Stopwatch.GetElapsedTime(killed, promoted).TotalSeconds:f1} s, first new order {Stopwatch.GetElapsedTime(killed, first).TotalSeconds:f1} s after the loss");
        var confirmed = hosts.SelectMany(host => host.Confirmed).ToArray();
        output.WriteLine($"{confirmed.Length} orders confirmed");
        output.WriteLine("reliability: PostgreSQL primaries killed, standby promoted=1");
        output.WriteLine($"reliability: orders confirmed across the loss of a primary, none lost={confirmed.Length}");
        await shop.CheckAsync(confirmed);
    }

    private static Task<ShopProcess> OpenAsync(ShopFloor shop, int number) => shop.OpenHostAsync("shop", Titles.ToString(), (number * 1_000).ToString());
}
