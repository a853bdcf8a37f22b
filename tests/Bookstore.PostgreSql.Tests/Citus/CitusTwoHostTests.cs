using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Two host processes on one schema of a Citus cluster.</summary>
public sealed class CitusTwoHostTests : IAsyncLifetime
{
    private const int Copies = 100;

    private readonly string _schema = TestServer.NewSchema();
    private ShopFloor _shop = null!;

    public Task InitializeAsync()
    {
        _shop = new ShopFloor(CitusServer.ConnectionString, _schema);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await CitusServer.ExecuteAsync($"DROP SCHEMA IF EXISTS {_schema} CASCADE");
    }

    [Fact]
    public async Task A_flash_sale_over_both_sells_each_copy_once()
    {
        await _shop.SeedAsync(1, Copies);
        string[] work = ["sale", Records.Isbn(1).ToString(), "500"];
        var hosts = await Task.WhenAll(_shop.OpenHostAsync(work), _shop.OpenHostAsync(work));
        await Task.WhenAll(hosts.Select(host => host.CloseAsync()));

        hosts.Sum(host => host.Count(PlaceOrderOutcome.Created)).ShouldBe(Copies);
        await _shop.CheckAsync(hosts.SelectMany(host => host.Confirmed));
    }
}
