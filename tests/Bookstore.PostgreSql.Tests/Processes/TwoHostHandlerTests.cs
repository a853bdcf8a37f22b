using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Two host processes with the same event handler on one database: one gives it its events at a time, and the other takes over.</summary>
public sealed class TwoHostHandlerTests : IAsyncLifetime
{
    private const int Titles = 10;
    private const int Events = 3 * Titles;

    private readonly string _schema = TestServer.NewSchema();
    private ShopFloor _shop = null!;

    public async Task InitializeAsync()
    {
        _shop = new ShopFloor(await TestServer.ConnectionStringAsync(), _schema);
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Fact]
    public async Task Handler_of_a_host_that_is_killed_goes_on_at_the_other_one_and_misses_no_event()
    {
        var (killed, other) = await OpenAsync();

        await killed.KillAsync();
        await _shop.SeedAsync(Titles, 100);
        while (Missing(killed, other).Length > 0)
        {
            await other.HandleAsync(other.Handled.Count + 1);
        }

        other.Handled.Min(static handled => handled.At).ShouldBeGreaterThan(killed.Handled.Max(static handled => handled.At), "one host at a time");
        foreach (var resource in killed.Handled.Concat(other.Handled).DistinctBy(static handled => handled.Position).GroupBy(static handled => handled.Resource))
        {
            resource.Select(static handled => handled.Sequence).ShouldBe([1L, 2L, 3L]);
        }

        await other.CloseAsync();
    }

    private static long[] Missing(ShopProcess first, ShopProcess second) =>
        [.. Enumerable.Range(1, Events).Select(static position => (long)position).Except(first.Handled.Concat(second.Handled).Select(static handled => handled.Position))];

    // Two events of each title are there, and a third comes when one of the hosts has ended.
    private async Task<(ShopProcess Holder, ShopProcess Other)> OpenAsync()
    {
        await _shop.SeedAsync(Titles, 100);
        var hosts = await Task.WhenAll(_shop.OpenHostAsync("handle"), _shop.OpenHostAsync("handle"));
        await Task.WhenAny(hosts[0].HandleAsync(5), hosts[1].HandleAsync(5));
        return hosts[0].Handled.Count > 0 ? (hosts[0], hosts[1]) : (hosts[1], hosts[0]);
    }
}
