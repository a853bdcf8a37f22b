using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>A customer who was erased is in no row of the shop, the log of its webhooks included. What is left in dead rows goes with the next VACUUM.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private readonly string _schema = TestServer.NewSchema();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => TestServer.DropAsync(_schema);

    [Fact]
    public async Task Nothing_of_an_erased_customer_is_in_any_table()
    {
        var services = new ServiceCollection();
        var connection = await TestServer.ConnectionStringAsync();
        services.AddBookstore(static options => options.DispatchWait = TimeSpan.Zero)
            .UsePostgreSql(options => (options.ConnectionString, options.Schema) = (connection, _schema))
            .UseSimulatedPayments()
            .UseLocalCourier()
            .AddWebhooks(static options => (options.SecretKey, options.AllowHttp, options.AllowPrivateAddresses) = (Convert.ToBase64String(new byte[32]), true, true));
        await using var shop = services.BuildServiceProvider();
        await shop.GetRequiredService<IWebhookService>().CreateAsync(new WebhookSettings { Url = "http://127.0.0.1:9/hooks" });
        var traces = new CustomerTraces(shop);
        await traces.LeaveAsync();
        (await TablesWithAsync()).ShouldContain("orders");

        await traces.EraseAsync();

        (await TablesWithAsync()).ShouldBeEmpty();
    }

    private async Task<List<string>> TablesWithAsync()
    {
        var tables = (string)(await TestServer.ExecuteAsync($"SELECT coalesce(string_agg(tablename, ','), '') FROM pg_tables WHERE schemaname = '{_schema}'"))!;
        var found = new List<string>();
        foreach (var table in tables.Split(','))
        {
            await TestServer.ExecuteAsync($"VACUUM {_schema}.{table}");
            if ((long)(await TestServer.ExecuteAsync($"SELECT count(*) FROM {_schema}.{table} row WHERE row::text LIKE '%{CustomerTraces.Mark}%'"))! > 0)
            {
                found.Add(table);
            }
        }

        return found;
    }
}
