using System.Collections.Concurrent;
using System.Diagnostics;
using Bookstore.Payments.Simulated;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>Two hosts under load while backends of the database are terminated and cancelled at random; everything is counted afterwards.</summary>
public sealed class ChaosTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Titles = 10;
    private const int Customers = 32;
    private const int EnoughOrders = 10 * Customers;
    private const int EnoughEnded = 20;

    // The test ends when enough has happened. The limits are for a machine that does other things.
    private static readonly TimeSpan Least = ShopFloor.For(3, 90);
    private static readonly TimeSpan Most = Least + TimeSpan.FromMinutes(3);

    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(2);

    private readonly string _schema = TestServer.NewSchema();
    private readonly SimulatedPaymentGateway _gateway = new(new SimulatedPaymentGatewayOptions());
    private readonly ConcurrentDictionary<string, PlaceOrderResult> _told = new();
    private ServiceProvider[] _hosts = [];
    private int _ended;

    private string Counts => $"{_ended} backends ended of {EnoughEnded} that are enough, {_told.Count} orders of {EnoughOrders}";

    [Fact]
    public async Task Backends_that_end_at_any_moment_lose_and_double_nothing()
    {
        using var stop = new CancellationTokenSource();
        var customers = Enumerable.Range(0, Customers).Select(customer => Task.Run(() => BuyAsync(customer, stop.Token))).ToArray();
        try
        {
            await EndBackendsUntilEnoughAsync(Task.WhenAny(customers));
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(customers).WaitAsync(Most);
        await SettleAsync();

        output.WriteLine(Counts);
        (await CountAsync($"SELECT count(*) FROM {_schema}.idempotency_keys WHERE operation = 'orders'")).ShouldBe(_told.Count);
        (await CountAsync($"SELECT count(*) FROM {_schema}.orders")).ShouldBe(_told.Count);
        (await CountAsync($"SELECT sum(reserved) FROM {_schema}.stock")).ShouldBe(await CountAsync(
            $"SELECT coalesce(sum((line->>'quantity')::bigint), 0) FROM {_schema}.orders, jsonb_array_elements(lines) AS line WHERE status IN (1, 2)"));
        await using var judge = await OpenHostAsync(Most);
        var sales = judge.GetRequiredService<ISalesService>();
        foreach (var (_, result) in _told)
        {
            (await sales.FindOrderAsync(result.Order!.Id)).ShouldNotBeNull();
        }

        // The tables grew from nothing within seconds: the server plans by what it counted before, and a page of an audit could last longer than a read may.
        foreach (var table in new[] { "orders", "holds", "movements", "idempotency_keys", "reservations", "stock" })
        {
            await TestServer.ExecuteAsync($"ANALYZE {_schema}.{table}");
        }

        var audit = judge.GetRequiredService<IBookstoreAudit>();
        (await audit.VerifyAsync()).Findings.ShouldBeEmpty();
        (await audit.ReconcileAsync()).Findings.ShouldBeEmpty();
    }

    public async Task InitializeAsync()
    {
        _hosts = [await OpenHostAsync(CommandTimeout), await OpenHostAsync(CommandTimeout)];
        var inventory = _hosts[0].GetRequiredService<IInventoryService>();
        for (var title = 0; title < Titles; title++)
        {
            await inventory.SaveBookAsync(Records.Book(Records.Isbn(title)));
            await inventory.ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(title), Quantity = 1_000_000, Reason = "opening" });
        }

        foreach (var work in _hosts.SelectMany(host => host.GetServices<IHostedService>()))
        {
            await work.StartAsync(default);
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var work in _hosts.SelectMany(host => host.GetServices<IHostedService>()))
        {
            await work.StopAsync(default);
        }

        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _gateway.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    private async Task<ServiceProvider> OpenHostAsync(TimeSpan commandTimeout)
    {
        var given = await TestServer.OptionsAsync(_schema);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IPaymentGateway>(_gateway);
        services
            .AddBookstore(options => (options.GatewayTimeout, options.RecoveryGrace) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)))
            .UsePostgreSql(options =>
            {
                options.ConnectionString = given.ConnectionString + $";Application Name={_schema}";
                options.Schema = _schema;
                (options.CommandTimeout, options.ReadTimeout) = (commandTimeout, commandTimeout);
                options.IdleTransactionTimeout = TimeSpan.FromSeconds(1);
            });
        return services.BuildServiceProvider();
    }

    private async Task BuyAsync(int customer, CancellationToken stop)
    {
        var random = new Random(customer);
        while (!stop.IsCancellationRequested)
        {
            var request = new PlaceOrderRequest
            {
                CustomerId = $"customer-{customer}",
                Payment = new PaymentToken("tok_approved"),
                IdempotencyKey = new IdempotencyKey("chaos", Guid.NewGuid().ToString()),
                Lines = [new PlaceOrderLine(Records.Isbn(random.Next(Titles)), 1), new PlaceOrderLine(Records.Isbn(random.Next(Titles)), 1)],
            };
            _told[request.IdempotencyKey.Value] = await InsistAsync(request, random);
        }
    }

    // As a client does: it sends the same request with the same key, to either host, until it has a result.
    private async Task<PlaceOrderResult> InsistAsync(PlaceOrderRequest request, Random random)
    {
        while (true)
        {
            try
            {
                var result = await _hosts[random.Next(2)].GetRequiredService<IOrderWorkflow>().PlaceAsync(request);
                if (result.Outcome is not (PlaceOrderOutcome.Pending or PlaceOrderOutcome.InProgress))
                {
                    return result;
                }

                await Task.Delay(100);
            }
            catch (BookstoreException)
            {
                await Task.Delay(20);
            }
        }
    }

    // Between two times at least one order is placed, so that the hosts are not kept from working for good.
    private async Task EndBackendsUntilEnoughAsync(Task failed)
    {
        var random = new Random(7);
        await using var connection = new NpgsqlConnection(await TestServer.ConnectionStringAsync());
        await connection.OpenAsync();
        var placed = 0;
        for (var lasts = Stopwatch.StartNew(); lasts.Elapsed < Least || _told.Count < EnoughOrders || _ended < EnoughEnded; await Task.Delay(random.Next(50, 300)))
        {
            lasts.Elapsed.ShouldBeLessThan(Most, Counts);
            failed.IsCompleted.ShouldBeFalse(Counts);
            if (_told.Count > placed)
            {
                placed = _told.Count;
                _ended += await EndSomeAsync(connection, random);
            }
        }
    }

    private async Task<int> EndSomeAsync(NpgsqlConnection connection, Random random)
    {
        var how = random.Next(3) > 0 ? "pg_terminate_backend" : "pg_cancel_backend";
        await using var command = new NpgsqlCommand(
            $"SELECT count({how}(pid)) FROM (SELECT pid FROM pg_stat_activity WHERE application_name = '{_schema}' ORDER BY random() LIMIT {random.Next(1, 4)}) AS picked", connection);
        return (int)(long)(await command.ExecuteScalarAsync())!;
    }

    private async Task SettleAsync()
    {
        for (var waited = Stopwatch.StartNew(); await CountAsync($"SELECT count(*) FROM {_schema}.orders WHERE due_at IS NOT NULL") is > 0 and var due; await Task.Delay(50))
        {
            waited.Elapsed.ShouldBeLessThan(Most, $"{due} orders are still due");
        }
    }

    private static async Task<long> CountAsync(string sql) => Convert.ToInt64(await TestServer.ExecuteAsync(sql), System.Globalization.CultureInfo.InvariantCulture);
}
